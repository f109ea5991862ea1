//! One address: what it answers, links to try it, what it takes.

use leptos::prelude::*;
use serde_json::Value;

use super::prose::{address, prose};
use crate::server::interfaces::openapi::operation::{Answer, Given, Operation, Place};

pub(super) fn operation(operation: &Operation) -> impl IntoView + use<> {
    let about = (!operation.about.is_empty()).then(|| view! { <p>{prose(&operation.about)}</p> });
    view! {
        <section class="card operation" aria-labelledby=operation.id>
            <h3 id=operation.id>
                <span class="method">"GET"</span>
                " "
                <code>{address(operation.path)}</code>
            </h3>
            <p class="summary">{prose(operation.summary)} "."</p>
            {about}
            {tries(operation)}
            {parameters(&operation.given)}
            {answers(&operation.answers)}
            {example(operation)}
        </section>
    }
}

fn tries(operation: &Operation) -> Option<impl IntoView + use<>> {
    let links = operation.tries.iter().map(|each| {
        view! {
            <li>
                <a href=each.address.clone()>
                    <code>{address(&each.address)}</code>
                </a>
                <span>{each.what}</span>
            </li>
        }
    });
    (!operation.tries.is_empty()).then(|| view! { <ul class="tries" aria-label="Try it">{links.collect_view()}</ul> })
}

fn parameters(given: &[Given]) -> Option<impl IntoView + use<>> {
    let rows = given.iter().map(|given| {
        let aliases = (!given.aliases.is_empty())
            .then(|| view! { <small>"also " {prose(&format!("`{}`", given.aliases.join("`, `")))}</small> });
        let place = match given.place {
            Place::Query => None,
            Place::Path => Some(view! { <small>"in the path"</small> }),
            Place::Header => Some(view! { <small>"a header"</small> }),
        };
        let default = (!given.default.is_empty()).then(|| view! { "otherwise " <code>{given.default}</code> ", " });
        let example = match &given.example {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        view! {
            <tr>
                <th scope="row"><code>{given.name}</code> {aliases} {place}</th>
                <td>{prose(given.about)} "."</td>
                <td>{prose(&given.values)} <small>{default} "such as " <code>{example}</code></small></td>
            </tr>
        }
    });
    let open = given.len() <= 3;
    let many = if given.len() == 1 { "1 parameter".to_owned() } else { format!("{} parameters", given.len()) };
    (!given.is_empty()).then(|| {
        view! {
            <details open=open>
                <summary>{many}</summary>
                <table>
                    <thead>
                        <tr><th scope="col">"Name"</th><th scope="col">"What it does"</th><th scope="col">"Values"</th></tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </details>
        }
    })
}

fn answers(answers: &[Answer]) -> impl IntoView + use<> {
    let rows = answers.iter().map(|answer| {
        let kinds = answer.contents.iter().map(|content| view! { <code>{content.media_type}</code> " " });
        view! {
            <tr>
                <th scope="row"><code class=class(answer.status)>{answer.status}</code></th>
                <td>{prose(&answer.about)} "."</td>
                <td>{kinds.collect_view()}</td>
            </tr>
        }
    });
    view! {
        <details>
            <summary>"Answers"</summary>
            <table class="answers">
                <thead>
                    <tr><th scope="col">"Status"</th><th scope="col">"When"</th><th scope="col">"As"</th></tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </details>
    }
}

fn class(status: u16) -> &'static str {
    match status {
        ..400 => "good",
        _ => "refused",
    }
}

/// The first form that there is an example of.
fn example(operation: &Operation) -> Option<impl IntoView + use<>> {
    let mut contents = operation.answers.iter().flat_map(|answer| &answer.contents);
    let (content, example) = contents.find_map(|content| Some((content, content.example.as_ref()?)))?;
    let text = match example {
        Value::String(text) => text.clone(),
        other => format!("{other:#}"),
    };
    let name = format!("What {} answers, as {}", operation.path, content.media_type);
    Some(view! {
        <details>
            <summary>"What it looks like"</summary>
            <pre tabindex="0" role="region" aria-label=name>
                <code>{text}</code>
            </pre>
        </details>
    })
}
