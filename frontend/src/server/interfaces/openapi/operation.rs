//! What is told of an interface: by the document to programs, by the page to people.

use serde_json::{Value, json};

use crate::server::interfaces::parameters::{Parameter, Takes};

/// One interface: for whom it is, how it is asked, and lines to copy.
#[derive(Debug)]
pub(crate) struct Subject {
    /// The name, which is also the tag in the document. In an address it stands in lower case, with hyphens.
    pub(crate) name: &'static str,
    /// For whom.
    pub(crate) whom: &'static str,
    /// What it is good for, in a sentence or two.
    pub(crate) about: &'static str,
    /// What the line in the overview leads to; the first operation's path when empty.
    pub(crate) start: &'static str,
    pub(crate) operations: Vec<Operation>,
    pub(crate) recipes: Vec<Recipe>,
}

/// Lines that people copy.
#[derive(Debug)]
pub(crate) struct Recipe {
    /// The program they are for.
    pub(crate) title: &'static str,
    pub(crate) about: &'static str,
    pub(crate) code: String,
}

/// What a method of an address does. The method is GET, and so HEAD.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) path: &'static str,
    /// What code that is made from the document calls it.
    pub(crate) id: &'static str,
    /// One line, without its full stop.
    pub(crate) summary: &'static str,
    pub(crate) about: String,
    pub(crate) given: Vec<Given>,
    pub(crate) answers: Vec<Answer>,
    pub(crate) tries: Vec<Try>,
}

/// An address to look at.
#[derive(Debug)]
pub(crate) struct Try {
    pub(crate) what: &'static str,
    pub(crate) address: String,
}

/// Where a client says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    Header,
}

impl Place {
    /// OpenAPI's word.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
        }
    }
}

/// Something that a client says.
#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) place: Place,
    pub(crate) name: &'static str,
    pub(crate) aliases: &'static [&'static str],
    /// One sentence, without its full stop.
    pub(crate) about: &'static str,
    pub(crate) schema: Value,
    /// The schema in words.
    pub(crate) values: String,
    /// Empty where there is none.
    pub(crate) default: &'static str,
    pub(crate) example: Value,
}

/// One status, and what comes with it.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) about: String,
    pub(crate) contents: Vec<Content>,
}

/// A form that an answer has.
#[derive(Debug)]
pub(crate) struct Content {
    pub(crate) media_type: &'static str,
    pub(crate) schema: Value,
    pub(crate) example: Option<Value>,
}

impl Operation {
    pub(crate) fn get(path: &'static str, id: &'static str, summary: &'static str) -> Self {
        let (about, given) = (String::new(), Vec::new());
        Self { path, id, summary, about, given, answers: Vec::new(), tries: Vec::new() }
    }

    pub(crate) fn about(mut self, about: impl Into<String>) -> Self {
        self.about = about.into();
        self
    }

    /// The parameters that the handler reads its requests with.
    pub(crate) fn asked(mut self, parameters: &[Parameter]) -> Self {
        self.given.extend(parameters.iter().map(Given::of));
        self
    }

    pub(crate) fn given(mut self, given: Given) -> Self {
        self.given.push(given);
        self
    }

    /// Another example than the declared one, for what must not be long ago.
    pub(crate) fn example(mut self, name: &str, example: &str) -> Self {
        self.given.iter_mut().filter(|given| given.name == name).for_each(|given| given.example = example.into());
        self
    }

    pub(crate) fn answer(mut self, answer: Answer) -> Self {
        self.answers.push(answer);
        self
    }

    /// An address to look at: its path with what the path is given, and a query.
    pub(crate) fn look(mut self, what: &'static str, query: &str) -> Self {
        let address = format!("{}{query}", self.address());
        self.tries.push(Try { what, address });
        self
    }

    /// Another address to look at.
    pub(crate) fn see(mut self, what: &'static str, address: &str) -> Self {
        self.tries.push(Try { what, address: address.to_owned() });
        self
    }

    /// The path with its examples in it.
    pub(crate) fn address(&self) -> String {
        let places = self.given.iter().filter(|given| given.place == Place::Path);
        places.fold(self.path.to_owned(), |path, given| {
            path.replace(&format!("{{{}}}", given.name), given.example.as_str().unwrap_or_default())
        })
    }
}

impl Given {
    /// A parameter as it is declared for those who read requests.
    fn of(parameter: &Parameter) -> Self {
        let Parameter { name, aliases, takes, default, about, example } = *parameter;
        let mut schema = schema(takes);
        if !default.is_empty() {
            schema["default"] = value(takes, default);
        }
        let (values, example) = (values(takes), value(takes, example));
        Self { place: Place::Query, name, aliases, about, schema, values, default, example }
    }

    /// A part of the path that is one of these words.
    pub(crate) fn choice(
        place: Place,
        name: &'static str,
        about: &'static str,
        words: &[String],
        example: &str,
    ) -> Self {
        let values = format!("{} names", words.len());
        let schema = json!({ "type": "string", "enum": words });
        Self { place, name, aliases: &[], about, schema, values, default: "", example: example.into() }
    }

    /// A part of the path, or a header: text of this pattern.
    pub(crate) fn text(
        place: Place,
        name: &'static str,
        about: &'static str,
        pattern: &'static str,
        example: &str,
    ) -> Self {
        let schema = json!({ "type": "string", "pattern": pattern });
        let (values, example) = ("text".to_owned(), Value::from(example));
        Self { place, name, aliases: &[], about, schema, values, default: "", example }
    }
}

/// A moment as interfaces read it; the moment's own rules (no 30th of February) are told by the error.
const MOMENT: &str = r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z?)?$";

fn schema(takes: Takes) -> Value {
    match takes {
        Takes::Time => json!({ "type": "string", "pattern": MOMENT }),
        Takes::Number { min, max } => json!({ "type": "number", "minimum": min, "maximum": max }),
        Takes::Integer { min, max: u64::MAX } => json!({ "type": "integer", "minimum": min }),
        Takes::Integer { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Takes::Flag => json!({ "type": "boolean" }),
        Takes::Choice(words) => json!({ "type": "string", "enum": words }),
        Takes::Text => json!({ "type": "string", "minLength": 1 }),
    }
}

fn values(takes: Takes) -> String {
    match takes {
        Takes::Time => "date, or date and time, in UTC".to_owned(),
        Takes::Number { min, max } => format!("{min} to {max}").replace('-', "\u{2212}"),
        Takes::Integer { min, max: u64::MAX } => format!("whole number from {min}"),
        Takes::Integer { min, max } => format!("whole number, {min} to {max}"),
        Takes::Flag => "`true` or `false`".to_owned(),
        Takes::Choice(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
        Takes::Text => "text".to_owned(),
    }
}

/// A value as JSON has it. Declared values that are not of their kind stay text, and fail the test of the document.
fn value(takes: Takes, text: &str) -> Value {
    match takes {
        Takes::Number { .. } | Takes::Integer { .. } | Takes::Flag => {
            serde_json::from_str(text).unwrap_or_else(|_| text.into())
        }
        Takes::Time | Takes::Choice(_) | Takes::Text => text.into(),
    }
}

impl Answer {
    /// A status without a body.
    pub(crate) fn bare(status: u16, about: impl Into<String>) -> Self {
        Self { status, about: about.into(), contents: Vec::new() }
    }

    pub(crate) fn or(mut self, media_type: &'static str, schema: Value) -> Self {
        self.contents.push(Content { media_type, schema, example: None });
        self
    }

    /// As [`Answer::or`], with what it looks like.
    pub(crate) fn or_like(mut self, media_type: &'static str, schema: Value, example: Value) -> Self {
        self.contents.push(Content { media_type, schema, example: Some(example) });
        self
    }

    /// Text that only people read.
    pub(crate) fn text(status: u16, about: impl Into<String>) -> Self {
        Self::bare(status, about).or("text/plain", text())
    }

    /// What our own interfaces say when they cannot answer (`RequestError`).
    pub(crate) fn refusal(status: u16, about: impl Into<String>) -> Self {
        Self::bare(status, about).or("application/json", reference("Refusal"))
    }

    /// Who asks too often.
    pub(crate) fn too_often() -> Self {
        Self::refusal(429, "More than one address may ask; `Retry-After` says when to ask again")
    }

    /// Not now: `Retry-After` says in how many seconds.
    pub(crate) fn starting() -> Self {
        Self::refusal(503, "Not yet, or not now; `Retry-After` says when to ask again")
    }
}

/// A schema that says no more than that it is text.
pub(crate) fn text() -> Value {
    json!({ "type": "string" })
}

/// A schema of the document by its name.
pub(crate) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}
