//! What the sources say: every call of a logging macro, with its level, its message and its fields.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;
use syn::parse::{Parse, ParseStream};
use syn::visit::{self, Visit};
use syn::{Expr, Ident, ItemMod, LitStr, Macro, Token};

/// Where each service's lines are written; the libraries' are in several.
const SOURCES: [(&str, &str); 7] = [
    ("all", "crates/service/src"),
    ("all", "crates/topics/src"),
    ("all", "crates/store/src"),
    ("producer", "producer/src"),
    ("consumer", "consumer/src"),
    ("frontend", "frontend/src/server"),
    ("frontend", "crates/webhooks/src"),
];

/// One line that the code can write, or the span around some.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Said {
    /// The service, or `all`.
    pub(crate) service: &'static str,
    /// The level, or `span`.
    pub(crate) level: &'static str,
    /// The message with `{…}` for what varies, or the span's name.
    pub(crate) message: String,
    /// The fields, in the order of the code.
    pub(crate) fields: Vec<String>,
}

/// All that the sources say.
pub(crate) fn said(root: &Path) -> Result<Vec<Said>> {
    let mut said = Vec::new();
    for (service, folder) in SOURCES {
        for file in files(&root.join(folder))? {
            let text = fs::read_to_string(&file)?;
            let source = syn::parse_file(&text).with_context(|| file.display().to_string())?;
            let mut listener = Listener { service, said: &mut said };
            listener.visit_file(&source);
        }
    }
    said.sort();
    said.dedup();
    Ok(said)
}

fn files(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(self::files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

struct Listener<'a> {
    service: &'static str,
    said: &'a mut Vec<Said>,
}

impl<'ast> Visit<'ast> for Listener<'_> {
    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        // Tests say what they like.
        if module.ident != "tests" {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        let Some(name) = called.path.segments.last() else { return };
        let parsed = match name.ident.to_string().as_str() {
            "error" => called.parse_body::<Line>().map(|line| line.said("error")),
            "warn" => called.parse_body::<Line>().map(|line| line.said("warn")),
            "info" => called.parse_body::<Line>().map(|line| line.said("info")),
            "debug" => called.parse_body::<Line>().map(|line| line.said("debug")),
            "tell" => called.parse_body::<Told>().map(|told| told.0.said("info")),
            "error_span" => called.parse_body::<Span>().map(|span| span.0.said("span")),
            _ => return visit::visit_macro(self, called),
        };
        let mut said = parsed.unwrap_or_else(|error| panic!("a log line that cannot be read: {error}"));
        said.service = self.service;
        self.said.push(said);
    }
}

/// What stands in the parentheses: fields, then the message and what it is made of.
struct Line {
    fields: Vec<String>,
    message: String,
}

/// The same behind the condition of `tell!`.
struct Told(Line);

/// A span's name and fields.
struct Span(Line);

impl Line {
    fn said(self, level: &'static str) -> Said {
        Said { service: "", level, message: self.message, fields: self.fields }
    }
}

impl Parse for Line {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut line = Self { fields: Vec::new(), message: String::new() };
        while !input.is_empty() {
            if input.peek(LitStr) {
                line.message = template(&input.parse::<LitStr>()?.value());
                input.parse::<proc_macro2::TokenStream>()?;
                break;
            }
            line.fields.push(field(input)?);
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(line)
    }
}

impl Parse for Told {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        input.parse::<Expr>()?;
        input.parse::<Token![,]>()?;
        input.parse().map(Self)
    }
}

impl Parse for Span {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let message = input.parse::<LitStr>()?.value();
        input.parse::<Option<Token![,]>>()?;
        let line: Line = input.parse()?;
        Ok(Self(Line { message, ..line }))
    }
}

/// `name = value`, `name = %value`, `name`, `?name`.
fn field(input: ParseStream) -> syn::Result<String> {
    sigil(input)?;
    let name = input.parse::<Ident>()?.to_string();
    if input.parse::<Option<Token![=]>>()?.is_some() {
        sigil(input)?;
        input.parse::<Expr>()?;
    }
    Ok(name)
}

fn sigil(input: ParseStream) -> syn::Result<()> {
    input.parse::<Option<Token![%]>>()?;
    input.parse::<Option<Token![?]>>()?;
    Ok(())
}

/// A format string with `{…}` for each argument.
fn template(format: &str) -> String {
    let mut template = String::new();
    let mut rest = format;
    while let Some((before, after)) = rest.split_once('{') {
        template.push_str(before);
        template.push_str("{…}");
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    template + rest
}

#[test]
fn a_line_is_read_as_it_is_written() {
    let line: Line =
        syn::parse_str(r#"bytes = bytes.len(), piece, ?partitions, reason = %error, "No {}: {error:.1?}", 1"#).unwrap();
    assert_eq!(line.fields, ["bytes", "piece", "partitions", "reason"]);
    assert_eq!(line.message, "No {…}: {…}");
    let told: Told = syn::parse_str(r#"quake.was_news(*received), offset, "Stored {}", quake.id"#).unwrap();
    assert_eq!((told.0.fields, told.0.message), (vec!["offset".to_owned()], "Stored {…}".to_owned()));
    let span: Span = syn::parse_str(r#""report", unid = %quake.id, source"#).unwrap();
    assert_eq!((span.0.fields, span.0.message), (vec!["unid".to_owned(), "source".to_owned()], "report".to_owned()));
}
