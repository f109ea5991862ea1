//! Terraform's files, as far as the checks need to understand them: they are parsed, and nothing is computed.

use std::collections::BTreeSet;
use std::iter;

use e2e::compose::files::Files;
use hcl_edit::expr::{Expression, Object, ObjectKey};
use hcl_edit::structure::{Block, Body, Structure};
use hcl_edit::template::Element;
use hcl_edit::visit::{self, Visit};

/// A module: the `.tf` files of one folder.
pub(crate) struct Module {
    /// The folder, from the project.
    pub(crate) folder: String,
    bodies: Vec<Body>,
}

impl Module {
    /// The module in that folder.
    pub(crate) fn read(files: &Files, folder: &str) -> Self {
        let inside = format!("{folder}/");
        let own = files.below(&inside, ".tf").filter(|(path, _)| !path[inside.len()..].contains('/'));
        let bodies: Vec<Body> = own
            .map(|(path, text)| text.parse().unwrap_or_else(|error| panic!("{path} cannot be read: {error}")))
            .collect();
        assert!(!bodies.is_empty(), "{folder} has no .tf files");
        Self { folder: folder.to_owned(), bodies }
    }

    /// One of our modules, by its name.
    pub(crate) fn named(files: &Files, name: &str) -> Self {
        Self::read(files, &format!("terraform/modules/{name}"))
    }

    /// Every module, the root first.
    pub(crate) fn all(files: &Files) -> Vec<Self> {
        let folders: BTreeSet<&str> = files
            .below("terraform/", ".tf")
            .filter_map(|(path, _)| path.rsplit_once('/'))
            .map(|(folder, _)| folder)
            .filter(|folder| *folder == "terraform" || folder.starts_with("terraform/modules/"))
            .collect();
        folders.into_iter().map(|folder| Self::read(files, folder)).collect()
    }

    /// The blocks on top that begin so: `["resource", "aws_lb"]`.
    pub(crate) fn blocks(&self, head: &[&str]) -> impl Iterator<Item = &Block> {
        let begins = |block: &&Block| {
            let words = iter::once(block.ident.as_str()).chain(block.labels.iter().map(|label| label.as_str()));
            words.take(head.len()).eq(head.iter().copied())
        };
        let all = self.bodies.iter().flat_map(|body| body.iter().filter_map(Structure::as_block));
        all.filter(begins).collect::<Vec<_>>().into_iter()
    }

    /// What a local value is said to be.
    pub(crate) fn local(&self, name: &str) -> Option<&Expression> {
        self.blocks(&["locals"]).find_map(|block| attribute(&block.body, name))
    }

    /// What a value stands for, where it is a local one: `local.port`, `local.ports.loki`.
    pub(crate) fn resolved<'a>(&'a self, value: &'a Expression) -> &'a Expression {
        let path = written(value);
        let mut names = path.split('.');
        let local = if names.next() == Some("local") { names.next() } else { None };
        let Some(mut found) = local.and_then(|name| self.local(name)) else { return value };
        for name in names {
            let Expression::Object(object) = found else { return value };
            let Some(inner) = item(object, name) else { return value };
            found = inner;
        }
        self.resolved(found)
    }

    /// What one of its outputs is.
    pub(crate) fn output(&self, name: &str) -> Option<&Expression> {
        attribute(&self.blocks(&["output", name]).next()?.body, "value")
    }

    /// Everything in it, for those who look at expressions.
    pub(crate) fn visit(&self, visitor: &mut impl Visit) {
        self.bodies.iter().for_each(|body| visitor.visit_body(body));
    }

    /// What every attribute and every object in it says of this name: `port`, for instance.
    pub(crate) fn said(&self, name: &str) -> Vec<Expression> {
        let mut found = Vec::new();
        self.visit(&mut Pairs(&mut |key: &str, value: &Expression| {
            if key == name {
                found.push(value.clone());
            }
        }));
        found
    }

    /// Every text in it, with `*` for what is put in when Terraform runs.
    pub(crate) fn texts(&self) -> Vec<String> {
        let mut texts = Texts(Vec::new());
        self.visit(&mut texts);
        texts.0
    }
}

/// What an attribute of a block is said to be.
pub(crate) fn attribute<'a>(body: &'a Body, name: &str) -> Option<&'a Expression> {
    body.get_attribute(name).map(|attribute| &attribute.value)
}

/// The blocks within a block, also those that are there for each of something.
pub(crate) fn inner<'a>(body: &'a Body, name: &'a str) -> Vec<&'a Body> {
    let plain = body.get_blocks(name).map(|block| &block.body);
    let dynamic = body.get_blocks("dynamic").filter(move |block| block.labels[0].as_str() == name);
    plain.chain(dynamic.flat_map(|block| block.body.get_blocks("content")).map(|block| &block.body)).collect()
}

/// What an object says of this name.
pub(crate) fn item<'a>(object: &'a Object, name: &str) -> Option<&'a Expression> {
    object.iter().find(|(key, _)| key_text(key).as_deref() == Some(name)).map(|(_, value)| value.expr())
}

/// A plain value as a text, with `*` for what is put in when Terraform runs; nothing for what is no plain value.
pub(crate) fn text(value: &Expression) -> Option<String> {
    match value {
        Expression::String(text) => Some(text.as_str().to_owned()),
        Expression::Number(number) => Some(number.value().to_string()),
        Expression::Bool(truth) => Some(truth.value().to_string()),
        Expression::StringTemplate(template) => Some(join(template.iter())),
        Expression::HeredocTemplate(heredoc) => Some(join(heredoc.template.iter())),
        Expression::Parenthesis(inner) => text(inner.inner()),
        _ => None,
    }
}

/// Every text in a value, as [`text`] has them.
pub(crate) fn texts_in(value: &Expression) -> Vec<String> {
    let mut texts = Texts(Vec::new());
    texts.visit_expr(value);
    texts.0
}

/// A value that is a number.
pub(crate) fn number(value: &Expression) -> Option<f64> {
    if let Expression::Number(number) = value { number.value().as_f64() } else { None }
}

/// A value as it is written, without what surrounds it: `var.port`.
pub(crate) fn written(value: &Expression) -> String {
    value.to_string().trim().to_owned()
}

/// The texts of a list, or of what makes a set of one.
pub(crate) fn list(value: &Expression) -> Vec<String> {
    match value {
        Expression::Array(items) => items.iter().filter_map(text).collect(),
        Expression::FuncCall(call) => call.args.iter().flat_map(list).collect(),
        _ => Vec::new(),
    }
}

fn join<'a>(elements: impl Iterator<Item = &'a Element>) -> String {
    let parts = elements.map(|element| match element {
        Element::Literal(literal) => literal.as_str(),
        _ => "*",
    });
    parts.collect()
}

/// A key as a text, with `*` as [`text`] has it.
pub(crate) fn key_text(key: &ObjectKey) -> Option<String> {
    match key {
        ObjectKey::Ident(ident) => Some(ident.as_str().to_owned()),
        ObjectKey::Expression(Expression::Variable(name)) => Some(name.as_str().to_owned()),
        ObjectKey::Expression(value) => text(value),
    }
}

/// Hears of every attribute and every item of an object.
pub(crate) struct Pairs<'a>(pub(crate) &'a mut dyn FnMut(&str, &Expression));

impl Visit for Pairs<'_> {
    fn visit_attr(&mut self, attribute: &hcl_edit::structure::Attribute) {
        (self.0)(attribute.key.as_str(), &attribute.value);
        visit::visit_attr(self, attribute);
    }

    fn visit_object_item(&mut self, key: &ObjectKey, value: &hcl_edit::expr::ObjectValue) {
        if let Some(key) = key_text(key) {
            (self.0)(&key, value.expr());
        }
        visit::visit_object_item(self, key, value);
    }
}

/// Gathers objects.
pub(crate) struct Objects<'a>(pub(crate) &'a mut dyn FnMut(&Object));

impl Visit for Objects<'_> {
    fn visit_object(&mut self, object: &Object) {
        (self.0)(object);
        visit::visit_object(self, object);
    }
}

struct Texts(Vec<String>);

impl Visit for Texts {
    fn visit_expr(&mut self, value: &Expression) {
        if !matches!(value, Expression::Number(_) | Expression::Bool(_) | Expression::Parenthesis(_)) {
            self.0.extend(text(value));
        }
        visit::visit_expr(self, value);
    }
}

#[test]
fn what_is_put_in_later_is_a_star() {
    let text = "
        locals {
          address = \"http://${var.host}:3100\"
          port    = 3100
          all     = merge({ port = 9101 }, var.more, { \"${upper(var.service)}_STATUS\" = \"0.0.0.0:${var.port}\" })
          names   = toset([\"a\", \"b\"])
        }
        resource \"aws_lb\" \"this\" {
          dynamic \"access_logs\" {
            for_each = var.logs
            content {
              enabled = true
            }
          }
        }
    ";
    let module = Module { folder: String::new(), bodies: vec![text.parse().unwrap()] };
    assert_eq!(module.local("address").and_then(super::hcl::text).as_deref(), Some("http://*:3100"));
    assert_eq!(module.said("port").iter().filter_map(number).collect::<Vec<_>>(), [3100.0, 9101.0]);
    assert_eq!(list(module.local("names").unwrap()), ["a", "b"]);
    assert_eq!(module.said("*_STATUS").iter().filter_map(super::hcl::text).collect::<Vec<_>>(), ["0.0.0.0:*"]);
    assert!(module.texts().contains(&"http://*:3100".to_owned()));
    let balancer = module.blocks(&["resource", "aws_lb"]).next().unwrap();
    assert_eq!(inner(&balancer.body, "access_logs").len(), 1);
}
