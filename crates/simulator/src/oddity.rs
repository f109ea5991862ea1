//! Frames that look odd but say something: a careful reader takes them.

use serde_json::{Value, json};

fn edited(frame: &str, edit: impl FnOnce(&mut Value)) -> String {
    let mut value = serde_json::from_str(frame).expect("our own frames are JSON");
    edit(&mut value);
    value.to_string()
}

/// Without `mag` and `magtype`.
pub(crate) fn without_magnitude(frame: &str) -> String {
    edited(frame, |frame| {
        if let Some(properties) = frame["data"]["properties"].as_object_mut() {
            properties.retain(|key, _| !key.starts_with("mag"));
        }
    })
}

/// With fields nobody knows, at all levels.
pub(crate) fn with_extra_fields(frame: &str) -> String {
    edited(frame, |frame| {
        frame["version"] = json!({"major": 7, "minor": [1, 2, 3]});
        frame["data"]["bbox"] = json!([-180, -90, 180, 90]);
        frame["data"]["geometry"]["crs"] = json!(null);
        frame["data"]["properties"]["felt"] = json!({"reports": 12, "by": ["someone", "\u{1F30D}"]});
    })
}

/// With `data` spread over lines, the wrapper compact.
pub(crate) fn pretty_printed(frame: &str) -> String {
    let value: Value = serde_json::from_str(frame).expect("our own frames are JSON");
    format!("{{\"action\":{},\"data\":{:#}}}", value["action"], value["data"])
}

/// With this third coordinate.
pub(crate) fn with_elevation(frame: &str, elevation: f64) -> String {
    edited(frame, |frame| frame["data"]["geometry"]["coordinates"][2] = elevation.into())
}

/// With blanks before the last brace, up to a length in bytes.
pub(crate) fn padded(frame: &str, bytes: usize) -> String {
    let body = frame.strip_suffix('}').unwrap_or(frame);
    body.to_owned() + &" ".repeat(bytes.saturating_sub(frame.len())) + "}"
}

#[cfg(test)]
mod tests {
    use quake::emsc::{Action, frame, parse_frame};

    use super::*;

    #[test]
    fn odd_frames_still_say_the_same() {
        let until = "2026-11-20T12:00:00Z".parse().unwrap();
        let quake = crate::history::history(1, until, 1, "SIMULATED").remove(0);
        let good = frame(&Action::Create, &quake);
        let say = |odd: String| parse_frame(odd.as_bytes()).unwrap().1;
        assert_eq!(say(with_extra_fields(&good)), quake);
        assert_eq!(say(pretty_printed(&good)), quake);
        assert_eq!(say(with_elevation(&good, -0.0)), quake);
        assert_eq!(padded(&good, 65_536).len(), 65_536);
        assert_eq!(say(padded(&good, 65_536)), quake);
        assert_eq!(say(without_magnitude(&good)).magnitude, None);
    }
}
