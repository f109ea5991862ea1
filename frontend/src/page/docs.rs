//! The page for people who write programs: what there is and for whom, lines to copy, and every address with what it
//! takes and answers. In English only, as documentation of APIs is. Whole without any script.

mod operation;
mod prose;

use leptos::prelude::*;

use self::operation::operation;
use self::prose::{address, anchor, prose};
use super::event::{colophon, masthead};
use super::shell::shell;
use super::{Assets, Reader};
use crate::server::interfaces::openapi::operation::{Recipe, Subject};

/// What goes for all interfaces, as a sentence of few words and one of more.
const RULES: [(&str, &str); 4] = [
    (
        "No key, no account",
        "Any page of any site may read everything here. Who asks too often gets 429 and when to come back.",
    ),
    ("Strict questions", "A parameter that is unknown, given twice or out of range is refused by name, never ignored."),
    ("One set of units", "Times are UTC, places degrees, depths kilometres; bounds are inclusive."),
    ("GET and HEAD", "Nothing here changes anything. Answers are compressed for who accepts it."),
];

/// What the page shows.
pub(crate) struct Docs {
    /// The interfaces, in this order.
    pub(crate) subjects: Vec<Subject>,
    /// For whom.
    pub(crate) reader: Reader,
}

impl Docs {
    /// Renders the whole document.
    pub(crate) fn render(&self, assets: &Assets) -> String {
        super::html(|| document(self, assets))
    }
}

fn document(page: &Docs, assets: &Assets) -> impl IntoView + use<> {
    let Docs { subjects, reader } = page;
    let head = view! {
        <title>"Quakewire for programs"</title>
        <meta
            name="description"
            content="Earthquakes for ObsPy, QGIS, Home Assistant and your own code: FDSN-event, streams, EMSC's websocket, GeoJSON."
        />
        <link rel="canonical" href="/docs" />
        <link rel="service-desc" href="/openapi.json" type="application/vnd.oai.openapi+json;version=3.1" />
        <link rel="stylesheet" href=assets.url("docs.css") />
    };
    let rules = RULES.map(|(rule, what)| view! { <li><b>{rule}</b> " " {what}</li> });
    let body = view! {
        <a class="skip" href="#overview">"Skip to what there is"</a>
        {masthead(reader, assets)}
        <div class="docs">
            {contents(subjects)}
            <main>
                <h1>"Quakewire for programs"</h1>
                <p class="lead">
                    "The world\u{2019}s earthquakes, seconds after their publication, in the forms that seismology\u{2019}s tools "
                    "already read. Most of them need nothing but this address."
                </p>
                <ul class="rules">{rules.collect_view()}</ul>
                {overview(subjects)}
                {subjects.iter().map(subject).collect_view()}
            </main>
        </div>
        {colophon(reader, assets)}
    };
    shell(reader, assets, "document", head, body)
}

fn contents(subjects: &[Subject]) -> impl IntoView + use<> {
    let subjects = subjects.iter().map(|subject| {
        let recipes = subject.recipes.iter().map(|recipe| {
            view! { <li><a href=format!("#{}", anchor(&[subject.name, recipe.title]))>{recipe.title}</a></li> }
        });
        let recipes = (!subject.recipes.is_empty()).then(|| view! { <ul>{recipes.collect_view()}</ul> });
        view! { <li><a href=format!("#{}", anchor(&[subject.name]))>{subject.name}</a> {recipes}</li> }
    });
    view! {
        <nav aria-label="On this page">
            <ul>
                <li><a href="#overview">"What there is"</a></li>
                {subjects.collect_view()}
            </ul>
            <p><a class="button" href="/openapi.json">"OpenAPI 3.1 document"</a></p>
        </nav>
    }
}

fn overview(subjects: &[Subject]) -> impl IntoView + use<> {
    let rows = subjects.iter().map(|subject| {
        let start = match subject.start {
            "" => subject.operations.first().map_or("", |operation| operation.path),
            start => start,
        };
        view! {
            <tr>
                <th scope="row"><a href=format!("#{}", anchor(&[subject.name]))>{subject.name}</a></th>
                <td>{subject.whom}</td>
                <td><code>{address(start)}</code></td>
            </tr>
        }
    });
    view! {
        <section aria-labelledby="overview">
            <h2 id="overview">"What there is"</h2>
            <table class="overview">
                <thead>
                    <tr><th scope="col">"Interface"</th><th scope="col">"For"</th><th scope="col">"Begins at"</th></tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </section>
    }
}

fn subject(subject: &Subject) -> impl IntoView + use<> {
    let id = anchor(&[subject.name]);
    let recipes = subject.recipes.iter().map(|each| recipe(subject.name, each));
    view! {
        <section aria-labelledby=id.clone()>
            <h2 id=id.clone()>{subject.name}</h2>
            <p>{prose(subject.about)}</p>
            {recipes.collect_view()}
            {subject.operations.iter().map(operation).collect_view()}
        </section>
    }
}

fn recipe(subject: &str, recipe: &Recipe) -> impl IntoView + use<> {
    let id = anchor(&[subject, recipe.title]);
    view! {
        <div class="recipe">
            <h3 id=id>{recipe.title}</h3>
            <p>{prose(recipe.about)}</p>
            // To be reached by keyboard: long lines scroll.
            <pre tabindex="0" role="region" aria-label=format!("{subject}: {}", recipe.title)><code>{recipe.code.clone()}</code></pre>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::prose::anchor;

    #[test]
    fn an_anchor_is_of_letters_and_hyphens() {
        assert_eq!(anchor(&["EMSC\u{2019}s websocket", "Python, websockets"]), "emscs-websocket-python-websockets");
    }
}
