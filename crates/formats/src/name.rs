//! The names that answers give an event, on their way back: clients ask again for what they were told.

use crate::{quakeml, usgs};

/// The unid within a name of an event as one of our formats writes it; `None` where the name has no such form, and may
/// be an unid itself.
pub fn unid(name: &str) -> Option<String> {
    quakeml::unid(name).or_else(|| usgs::unid(name).map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::quake;

    #[test]
    fn every_name_that_is_given_leads_back() {
        for quake in [quake(""), quake(r#""source_catalog":"SIMULATED""#), quake(r#""unid":"us:2018.a""#)] {
            let id = quake.id.to_string();
            assert_eq!(unid(&crate::public_id(&quake)), Some(id.clone()));
            assert_eq!(unid(&format!("{}{id}", crate::contributor(&quake).to_lowercase())), Some(id));
        }
        assert_eq!(unid("20250305_0000090"), None);
    }
}
