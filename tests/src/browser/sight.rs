//! What is on the page.

use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use serde_json::{Value, json};

use super::{Browser, PATIENCE};
use crate::eventually;
use crate::site::target;

const TEXT: &str = "return document.querySelector(arguments[0])?.innerText.trim()";

impl Browser {
    /// Waits for an element whose text satisfies; returns the text.
    ///
    /// # Errors
    /// When there is none in time; says what the text was.
    pub async fn text(&self, css: &str, satisfies: impl Fn(&str) -> bool) -> Result<String> {
        eventually(&format!("`{css}`"), PATIENCE, async || {
            // In one question: between two, a list that lives may have changed.
            let text = self.page.execute(TEXT, vec![css.into()]).await?;
            let text = text.as_str().context("there is none")?;
            ensure!(satisfies(text), "it is {text:?}");
            Ok(text.to_owned())
        })
        .await
    }

    /// How many elements there are.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn count(&self, css: &str) -> Result<usize> {
        Ok(self.page.find_all(Locator::Css(css)).await?.len())
    }

    /// Waits until there are so many elements.
    ///
    /// # Errors
    /// When there are not in time; says how many there are.
    pub async fn expect_count(&self, css: &str, expected: usize) -> Result<()> {
        eventually(&format!("{expected} `{css}`"), PATIENCE, async || {
            let count = self.count(css).await?;
            ensure!(count == expected, "there are {count}");
            Ok(())
        })
        .await
    }

    /// What a script in the page answers: the body of a function.
    ///
    /// # Errors
    /// When it throws.
    pub async fn ask(&self, script: &str) -> Result<Value> {
        Ok(self.page.execute(script, Vec::new()).await?)
    }

    /// Waits until an expression in the page has a value that satisfies; returns it.
    ///
    /// # Errors
    /// When it has not in time; says what it has.
    pub async fn value(&self, expression: &str, satisfies: impl Fn(&Value) -> bool) -> Result<Value> {
        eventually(&format!("`{expression}`"), PATIENCE, async || {
            let value = self.ask(&format!("return {expression}")).await?;
            ensure!(satisfies(&value), "it is {value}");
            Ok(value)
        })
        .await
    }

    /// Waits until the address says something, and something else no longer; both as parts of what follows `?`.
    ///
    /// # Errors
    /// When it does not in time; says what it is.
    pub async fn address(&self, said: &[&str], gone: &[&str]) -> Result<()> {
        let has = |search: &str, part: &str| {
            search.trim_start_matches('?').split('&').any(|pair| pair == part || pair.split('=').next() == Some(part))
        };
        self.value("location.search", |search| {
            let search = search.as_str().unwrap_or_default();
            said.iter().all(|part| has(search, part)) && !gone.iter().any(|part| has(search, part))
        })
        .await
        .with_context(|| format!("the address should say {said:?} and not {gone:?}"))
        .map(drop)
    }

    /// What stands in the browser's console since this was last asked: errors, violations of the security policy.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        let log = self.order("se/log", &json!({ "type": "browser" })).await?;
        let entries = log.as_array().context("the log is a list")?;
        let loud = entries.iter().filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING");
        let complaints = loud.map(|entry| format!("{}: {}", entry["level"], entry["message"]));
        // Drawing without a graphics card is slow, and a picture of it slower still; the driver says so each time.
        Ok(complaints.filter(|complaint| !complaint.contains("GL Driver Message (OpenGL, Performance")).collect())
    }

    /// Keeps a picture in `target/screenshots`, for people to look at.
    ///
    /// # Errors
    /// When the browser does not answer, or the file cannot be written.
    pub async fn screenshot(&self, name: &str) -> Result<()> {
        let folder = target()?.join("screenshots");
        std::fs::create_dir_all(&folder)?;
        Ok(std::fs::write(folder.join(format!("{name}.png")), self.page.screenshot().await?)?)
    }
}
