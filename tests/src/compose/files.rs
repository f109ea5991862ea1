//! Files of the project by their path in it: those of `compose/`, and what Grafana is told by those of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The files' texts. Tests change a copy, never the files.
#[derive(Debug, Clone)]
pub struct Files {
    texts: BTreeMap<String, String>,
    /// Those that are YAML, merge keys resolved. Each is read once, because it is asked for a hundred times.
    documents: BTreeMap<String, Value>,
}

impl Files {
    /// Those of `compose/`, as they are.
    pub fn of_the_project() -> Self {
        Self::of(&["compose", "grafana/provisioning", ".dockerignore", "Cargo.toml"])
    }

    /// These files, and those below these folders, as they are.
    pub fn of(paths: &[&str]) -> Self {
        let mut texts = BTreeMap::new();
        for path in paths {
            gather(&project().join(path), &mut texts);
        }
        let yaml = texts.iter().filter(|(file, _)| Path::new(file).extension().is_some_and(|kind| kind == "yaml"));
        let documents = yaml.map(|(file, text)| (file.clone(), document(file, text))).collect();
        Self { texts, documents }
    }

    /// With one text replaced wherever it stands in a file, which it must.
    #[must_use]
    pub fn with(&self, file: &str, from: &str, to: &str) -> Self {
        let text = self.text(file);
        assert!(text.contains(from), "{file} does not contain `{from}`");
        let mut changed = self.clone();
        let text = text.replace(from, to);
        if let Some(known) = changed.documents.get_mut(file) {
            *known = document(file, &text);
        }
        changed.texts.insert(file.to_owned(), text);
        changed
    }

    /// A file's text.
    pub fn text(&self, file: &str) -> &str {
        self.texts.get(file).unwrap_or_else(|| panic!("there is no {file}"))
    }

    /// A file as YAML.
    pub fn yaml(&self, file: &str) -> &Value {
        self.documents.get(file).unwrap_or_else(|| panic!("there is no {file}"))
    }

    /// Paths and texts of the files below a folder whose names end so.
    pub fn below<'a>(&'a self, folder: &'a str, ending: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let all = self.texts.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        all.filter(move |(path, _)| path.starts_with(folder) && path.ends_with(ending))
    }

    /// Writes them out below a folder, for tools that read files.
    pub fn write(&self, folder: &Path) {
        for (path, text) in &self.texts {
            let file = folder.join(path);
            fs::create_dir_all(file.parent().expect("a file is in a folder")).expect("a folder can be made");
            fs::write(file, text).expect("a file can be written");
        }
    }
}

/// Where the project is.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this package is in the project")
}

fn gather(path: &Path, texts: &mut BTreeMap<String, String>) {
    if !path.is_dir() {
        let name = path.strip_prefix(project()).expect("it was found below").to_str().expect("names are plain");
        let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        // A font is no text.
        texts.extend(String::from_utf8(bytes).ok().map(|text| (name.to_owned(), text)));
        return;
    }
    let entries = fs::read_dir(path).expect("a folder can be read");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a folder can be read").path()).collect();
    paths.retain(|path| !is_private(path));
    paths.sort();
    for path in paths {
        gather(&path, texts);
    }
}

/// What is whoever's working copy this is, and not the project's: settings of theirs, and what tools leave behind.
fn is_private(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let hidden = name.starts_with('.') && path.is_dir();
    hidden || name == ".env" || name.contains(".tfstate") || name.ends_with(".auto.tfvars") || name == "__pycache__"
}

fn document(file: &str, text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("{file}: {error}"))
}
