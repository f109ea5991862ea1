//! The Dockerfile, as far as the checks need to understand it.

use std::collections::BTreeMap;

use super::files::Files;

/// Where it is.
pub const PATH: &str = "compose/Dockerfile";

/// A Dockerfile.
pub struct Dockerfile {
    /// The arguments before the first stage.
    pub arguments: BTreeMap<String, String>,
    /// The stages, in their order.
    pub stages: Vec<Stage>,
}

/// One stage.
pub struct Stage {
    /// What others call it.
    pub name: String,
    /// What it begins with: another stage or an image.
    pub base: String,
    /// Its instructions: the keyword, and the rest on one line.
    pub instructions: Vec<(String, String)>,
}

impl Dockerfile {
    /// Reads it.
    pub fn read(files: &Files) -> Self {
        let mut dockerfile = Self { arguments: BTreeMap::new(), stages: Vec::new() };
        for line in lines(files.text(PATH)) {
            let (keyword, rest) = line.split_once(' ').expect("an instruction says something");
            let rest = rest.trim();
            if keyword == "FROM" {
                let mut words = rest.split_whitespace().filter(|word| !word.starts_with("--"));
                let base = words.next().expect("a stage begins with something").to_owned();
                let name = words.nth(1).expect("each stage has a name").to_owned();
                dockerfile.stages.push(Stage { name, base, instructions: Vec::new() });
            } else if let Some(stage) = dockerfile.stages.last_mut() {
                stage.instructions.push((keyword.to_owned(), rest.to_owned()));
            } else {
                let (name, value) = rest.split_once('=').expect("an argument for bases has a default");
                dockerfile.arguments.insert(name.to_owned(), value.to_owned());
            }
        }
        dockerfile
    }

    /// The stage of that name.
    pub fn stage(&self, name: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.name == name)
    }

    /// The stage and what it begins with, as far as that is in the file, first things first.
    pub fn line(&self, name: &str) -> Vec<&Stage> {
        let Some(stage) = self.stage(name) else { return Vec::new() };
        let mut line = self.line(&stage.base);
        line.push(stage);
        line
    }

    /// The variables an image sets.
    pub fn environment(&self, target: &str) -> BTreeMap<String, String> {
        let all = self.line(target).into_iter().flat_map(|stage| stage.all("ENV"));
        let pairs = all.flat_map(str::split_whitespace).map(|pair| pair.split_once('=').expect("NAME=value"));
        pairs.map(|(name, value)| (name.to_owned(), value.trim_matches('"').to_owned())).collect()
    }

    /// The labels an image has, arguments not filled in.
    pub fn labels(&self, target: &str) -> BTreeMap<String, String> {
        let mut labels = BTreeMap::new();
        for text in self.line(target).into_iter().flat_map(|stage| stage.all("LABEL")) {
            // Every value is in quotation marks, so these are the borders.
            let mut parts = text.split('"');
            while let (Some(name), Some(value)) = (parts.next(), parts.next()) {
                labels.insert(name.trim().trim_end_matches('=').to_owned(), value.to_owned());
            }
        }
        labels
    }

    /// The last of these instructions that an image has.
    pub fn last<'a>(&'a self, target: &str, keyword: &'a str) -> Option<&'a str> {
        self.line(target).into_iter().flat_map(|stage| stage.all(keyword)).last()
    }
}

impl Stage {
    /// What follows this keyword, each time it stands in the stage.
    pub fn all<'a>(&'a self, keyword: &'a str) -> impl Iterator<Item = &'a str> {
        self.instructions.iter().filter(move |(found, _)| found == keyword).map(|(_, rest)| rest.as_str())
    }
}

/// The words of a command in exec form, which needs no shell; `None` for one that does.
pub fn exec_form(command: &str) -> Option<Vec<String>> {
    serde_json::from_str(command).ok()
}

/// Comments left out, continued lines joined.
fn lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for part in text.lines().filter(|part| !part.trim_start().starts_with('#') && !part.trim().is_empty()) {
        let (part, continues) = part.strip_suffix('\\').map_or((part, false), |part| (part, true));
        line.push_str(part.trim());
        line.push(' ');
        if !continues {
            lines.push(std::mem::take(&mut line).trim().to_owned());
        }
    }
    lines
}
