//! What our own sources do, where nothing says so but themselves: they are parsed.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use e2e::compose::files::Files;
use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Expr, ExprLit, ExprMethodCall, ImplItemFn, Item, ItemImpl, ItemMod, Lit, Macro, Member, Type};

/// What a service asks of the table: names of DynamoDB's operations, such as `GetItem`.
pub(crate) fn asked(files: &Files, service: &str) -> BTreeSet<String> {
    let methods = methods(files);
    let mut calls = Calls { methods: &methods, found: BTreeSet::new() };
    for source in parsed(files, &format!("{service}/src/")) {
        calls.visit_file(&source);
    }
    calls.found.iter().flat_map(|method| operations(&methods, method)).collect()
}

/// The paths that these sources serve.
pub(crate) fn routes(files: &Files, below: &[&str]) -> BTreeSet<String> {
    let mut routes = Routes(BTreeSet::new());
    for source in below.iter().flat_map(|path| parsed(files, path)) {
        routes.visit_file(&source);
    }
    routes.0
}

/// The gRPC services that a source serves, by the constants of their names: `.route_service(&at(grpc::HEALTH), …)`.
pub(crate) fn grpc_services(files: &Files, file: &str) -> BTreeSet<String> {
    let mut services = Services(BTreeSet::new());
    for source in parsed(files, file) {
        services.visit_file(&source);
    }
    services.0
}

/// A duration that is a constant: `const NAME: Duration = Duration::from_secs(1)`.
pub(crate) fn duration(files: &Files, file: &str, name: &str) -> Duration {
    let value = constant(files, file, name);
    length(&value).unwrap_or_else(|| panic!("{name} in {file} is no plain duration"))
}

/// A number that is a constant.
pub(crate) fn number(files: &Files, file: &str, name: &str) -> u32 {
    match constant(files, file, name) {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.base10_parse().expect("a number of usual size"),
        _ => panic!("{name} in {file} is no plain number"),
    }
}

fn constant(files: &Files, file: &str, name: &str) -> Expr {
    let source = syn::parse_file(files.text(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    let mut constants = source.items.into_iter().filter_map(|item| match item {
        Item::Const(constant) if constant.ident == name => Some(*constant.expr),
        _ => None,
    });
    constants.next().unwrap_or_else(|| panic!("{file} has no constant {name}"))
}

fn length(value: &Expr) -> Option<Duration> {
    let Expr::Call(call) = value else { return None };
    let Expr::Path(function) = &*call.func else { return None };
    let Some(Expr::Lit(literal)) = call.args.first() else { return None };
    let Lit::Int(number) = &literal.lit else { return None };
    let number = number.base10_parse().ok()?;
    match function.path.segments.last()?.ident.to_string().as_str() {
        "from_millis" => Some(Duration::from_millis(number)),
        "from_secs" => Some(Duration::from_secs(number)),
        "from_mins" => Some(Duration::from_secs(60 * number)),
        _ => None,
    }
}

/// What a method of the store does itself.
#[derive(Default)]
struct Method {
    operations: BTreeSet<String>,
    others: BTreeSet<String>,
}

fn methods(files: &Files) -> BTreeMap<String, Method> {
    let mut methods = Methods { known: BTreeMap::new(), current: None };
    for source in parsed(files, "crates/store/src/") {
        methods.visit_file(&source);
    }
    methods.known
}

/// What a method does, itself and by others of the store.
fn operations(methods: &BTreeMap<String, Method>, name: &str) -> BTreeSet<String> {
    let Some(method) = methods.get(name) else { return BTreeSet::new() };
    let inner = method.others.iter().filter(|other| *other != name).flat_map(|other| operations(methods, other));
    method.operations.iter().cloned().chain(inner).collect()
}

fn parsed(files: &Files, folder: &str) -> Vec<syn::File> {
    let sources = files.below(folder, ".rs").filter(|(path, _)| !path.ends_with("/tests.rs"));
    sources.map(|(path, text)| syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"))).collect()
}

/// Looks at the methods of the store.
struct Methods {
    known: BTreeMap<String, Method>,
    current: Option<String>,
}

impl<'ast> Visit<'ast> for Methods {
    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        if module.ident != "tests" {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_impl(&mut self, block: &'ast ItemImpl) {
        if matches!(&*block.self_ty, Type::Path(path) if path.path.is_ident("Store")) {
            visit::visit_item_impl(self, block);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        self.current = Some(function.sig.ident.to_string());
        visit::visit_impl_item_fn(self, function);
        self.current = None;
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        if let Some(current) = &self.current {
            let method = self.known.entry(current.clone()).or_default();
            let name = call.method.to_string();
            match last(&call.receiver).as_deref() {
                Some("client") => method.operations.insert(camel(&name)),
                Some("self") => method.others.insert(name),
                _ => false,
            };
        }
        visit::visit_expr_method_call(self, call);
    }
}

/// Looks for calls of the store's methods: whatever is called `store` is one.
struct Calls<'a> {
    methods: &'a BTreeMap<String, Method>,
    found: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Calls<'_> {
    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        if module.ident != "tests" {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        let name = call.method.to_string();
        if last(&call.receiver).as_deref() == Some("store") && self.methods.contains_key(&name) {
            self.found.insert(name);
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        self.within(called.tokens.clone());
    }
}

impl Calls<'_> {
    /// What a macro is given need not be Rust, so its words are looked at: `store.method`.
    fn within(&mut self, tokens: TokenStream) {
        let mut words = [String::new(), String::new(), String::new()];
        for token in tokens {
            if let TokenTree::Group(group) = &token {
                self.within(group.stream());
            }
            words.rotate_left(1);
            words[2] = token.to_string();
            if words[0] == "store" && words[1] == "." && self.methods.contains_key(&words[2]) {
                self.found.insert(words[2].clone());
            }
        }
    }
}

/// Hears of the router's paths.
struct Routes(BTreeSet<String>);

impl<'ast> Visit<'ast> for Routes {
    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        if module.ident != "tests" {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        if ["route", "route_service", "nest"].iter().any(|name| call.method == name)
            && let Some(Expr::Lit(ExprLit { lit: Lit::Str(path), .. })) = call.args.first()
        {
            self.0.insert(path.value());
        }
        visit::visit_expr_method_call(self, call);
    }
}

/// Hears of services that are served at a path made of their name.
struct Services(BTreeSet<String>);

impl<'ast> Visit<'ast> for Services {
    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        if call.method == "route_service"
            && let Some(Expr::Reference(path)) = call.args.first()
            && let Expr::Call(made) = &*path.expr
        {
            self.0.extend(made.args.first().and_then(last));
        }
        visit::visit_expr_method_call(self, call);
    }
}

/// The last name of `a`, of `a.b` and of `a::b`.
fn last(value: &Expr) -> Option<String> {
    match value {
        Expr::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        Expr::Field(field) => match &field.member {
            Member::Named(name) => Some(name.to_string()),
            Member::Unnamed(_) => None,
        },
        Expr::Reference(reference) => last(&reference.expr),
        Expr::Paren(inner) => last(&inner.expr),
        _ => None,
    }
}

/// `get_item` as DynamoDB writes it.
fn camel(name: &str) -> String {
    let words = name.split('_').map(|word| word[..1].to_uppercase() + &word[1..]);
    words.collect()
}

#[test]
fn calls_are_followed_through_the_store() {
    let files = crate::files();
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(asked(&files, "consumer"), set(&["GetItem", "PutItem"]));
    assert_eq!(asked(&files, "frontend"), set(&["GetItem", "Query"]));
    let methods = methods(&files);
    assert_eq!(operations(&methods, "ensure_table"), set(&["CreateTable", "DescribeTable"]));
    assert_eq!(asked(&files, "producer"), set(&[]));
}

#[test]
fn constants_are_read() {
    let files = crate::files();
    assert_eq!(duration(&files, "frontend/src/server/stream.rs", "BEAT"), Duration::from_millis(7_500));
    assert_eq!(duration(&files, "frontend/src/server/listener.rs", "HEAD"), Duration::from_mins(2));
    assert_eq!(number(&files, "frontend/src/server/stream.rs", "STREAMS"), 20_000);
}
