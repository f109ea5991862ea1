//! The files of `compose/`, and what Grafana is told by those of its own, by their path in the project.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The files' texts. Tests change a copy, never the files.
#[derive(Debug, Clone)]
pub(crate) struct Files {
    texts: BTreeMap<String, String>,
    /// Those that are YAML, merge keys resolved. Each is read once, because it is asked for a hundred times.
    documents: BTreeMap<String, Value>,
}

impl Files {
    /// As they are.
    pub(crate) fn of_the_project() -> Self {
        let mut texts = BTreeMap::new();
        for folder in ["compose", "grafana/provisioning"] {
            gather(&project().join(folder), &mut texts);
        }
        for file in [".dockerignore", "Cargo.toml"] {
            texts.insert(file.to_owned(), read(&project().join(file)));
        }
        let yaml = texts.iter().filter(|(file, _)| Path::new(file).extension().is_some_and(|kind| kind == "yaml"));
        let documents = yaml.map(|(file, text)| (file.clone(), document(file, text))).collect();
        Self { texts, documents }
    }

    /// With one text replaced wherever it stands in a file, which it must.
    pub(crate) fn with(&self, file: &str, from: &str, to: &str) -> Self {
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
    pub(crate) fn text(&self, file: &str) -> &str {
        self.texts.get(file).unwrap_or_else(|| panic!("there is no {file}"))
    }

    /// A file as YAML.
    pub(crate) fn yaml(&self, file: &str) -> &Value {
        self.documents.get(file).unwrap_or_else(|| panic!("there is no {file}"))
    }

    /// Paths and texts of the files below a folder whose names end so.
    pub(crate) fn below<'a>(&'a self, folder: &'a str, ending: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let all = self.texts.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        all.filter(move |(path, _)| path.starts_with(folder) && path.ends_with(ending))
    }

    /// Writes them out below a folder, for tools that read files.
    pub(crate) fn write(&self, folder: &Path) {
        for (path, text) in &self.texts {
            let file = folder.join(path);
            fs::create_dir_all(file.parent().expect("a file is in a folder")).expect("a folder can be made");
            fs::write(file, text).expect("a file can be written");
        }
    }
}

/// Where the project is.
pub(crate) fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this package is in the project")
}

fn gather(folder: &Path, texts: &mut BTreeMap<String, String>) {
    let entries = fs::read_dir(folder).expect("a folder can be read");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a folder can be read").path()).collect();
    paths.sort();
    for path in paths {
        let private = path.file_name().is_some_and(|name| name == ".env");
        if path.is_dir() {
            gather(&path, texts);
        } else if !private {
            let name = path.strip_prefix(project()).expect("it was found below").to_str().expect("names are plain");
            texts.insert(name.to_owned(), read(&path));
        }
    }
}

fn document(file: &str, text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
