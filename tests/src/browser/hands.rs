//! What a person does with the page: press keys, click, fill in forms.

use anyhow::{Context, Result};
use fantoccini::Locator;
use fantoccini::actions::{InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
pub use fantoccini::key::Key;

use super::{Browser, PATIENCE};
use crate::eventually;

impl Browser {
    /// Clicks an element, as soon as it can be clicked.
    ///
    /// # Errors
    /// When it cannot be in time; says what is in the way.
    pub async fn click(&self, css: &str) -> Result<()> {
        eventually(&format!("a click on `{css}`"), PATIENCE, async || {
            Ok(self.page.find(Locator::Css(css)).await?.click().await?)
        })
        .await
    }

    /// Writes into a field, in place of what is there.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn fill(&self, css: &str, text: &str) -> Result<()> {
        let field = self.page.find(Locator::Css(css)).await.with_context(|| format!("no field `{css}`"))?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Chooses an option of a list.
    ///
    /// # Errors
    /// When there is no such list or option.
    pub async fn select(&self, css: &str, value: &str) -> Result<()> {
        let list = self.page.find(Locator::Css(css)).await.with_context(|| format!("no list `{css}`"))?;
        Ok(list.select_by_value(value).await?)
    }

    /// Presses a key and lets it go.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn press(&self, key: Key) -> Result<()> {
        self.keys(&char::from(key).to_string()).await
    }

    /// Presses a key and lets it go while the shift key is held.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn press_with_shift(&self, key: Key) -> Result<()> {
        let (shift, value) = (char::from(Key::Shift), char::from(key));
        let pressing = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: shift })
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value })
            .then(KeyAction::Up { value: shift });
        Ok(self.page.perform_actions(pressing).await?)
    }

    /// Types.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn keys(&self, text: &str) -> Result<()> {
        let typing = text.chars().fold(KeyActions::new("keyboard".to_owned()), |typing, value| {
            typing.then(KeyAction::Down { value }).then(KeyAction::Up { value })
        });
        Ok(self.page.perform_actions(typing).await?)
    }

    /// Clicks at a point of the window.
    ///
    /// # Errors
    /// When it is outside.
    pub async fn click_at(&self, x: f64, y: f64) -> Result<()> {
        let button = MOUSE_BUTTON_LEFT;
        let click = MouseActions::new("mouse".to_owned())
            .then(PointerAction::MoveTo { duration: None, x, y })
            .then(PointerAction::Down { button })
            .then(PointerAction::Up { button });
        Ok(self.page.perform_actions(click).await?)
    }
}
