//! A rule: which earthquakes are told, how often, and to whom.

use jiff::{SignedDuration, Timestamp};
use quake::{Filter, Quake};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use url::Url;

use crate::secret::Secret;

/// What is older is no news, whatever a rule says.
pub(crate) const OLDEST: SignedDuration = SignedDuration::from_hours(24);

/// A rule as it was checked.
#[derive(Debug)]
pub(crate) struct Rule {
    /// 1 to 64 letters, digits, `-` or `_`; no two rules have the same.
    pub(crate) name: String,
    pub(crate) url: Url,
    pub(crate) channel: Channel,
    pub(crate) filter: Filter,
    /// A part of the region's name, in small letters.
    pub(crate) region: Option<String>,
    /// The agency whose solution it is, whatever its case.
    pub(crate) agency: Option<String>,
    pub(crate) updates: Updates,
    /// Whether the stand-in's earthquakes are told too. Nothing simulated may pass for real, so nobody gets them who
    /// did not ask.
    pub(crate) simulated: bool,
    /// Nothing older is told, by origin time: what a gap fill brings of the past is no news.
    pub(crate) oldest: SignedDuration,
}

/// How a receiver is spoken to.
#[derive(Debug)]
pub(crate) enum Channel {
    /// Standard Webhooks: a signed `CloudEvent`.
    Webhook {
        /// The key of its signatures.
        secret: Secret,
    },
    /// A notification through ntfy.
    Ntfy {
        /// The header `Authorization`, where the topic wants one.
        authorization: Option<reqwest::header::HeaderValue>,
    },
}

/// Which revisions of an earthquake are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Updates {
    /// The first report of an earthquake, if it meets the rule; no revision ever.
    None,
    /// The first report or revision that meets the rule; then no more.
    #[default]
    First,
    /// That, and what matters of what follows: the magnitude is half a unit or more from what was told last, or the
    /// rule is met no longer, or again.
    Significant,
    /// Every revision that meets the rule, and the first that does not any more.
    All,
}

impl Rule {
    /// Whether the rule asks for this earthquake, as it stands in this report.
    pub(crate) fn meets(&self, quake: &Quake) -> bool {
        let region = || self.region.as_ref().is_none_or(|part| quake.region.raw().to_lowercase().contains(part));
        let agency = || self.agency.as_ref().is_none_or(|asked| asked.eq_ignore_ascii_case(&quake.agency));
        self.filter.admits(quake) && region() && agency()
    }

    /// Whether the earthquake is young enough, and real enough, to be told at all.
    pub(crate) fn may_tell(&self, quake: &Quake, now: Timestamp) -> bool {
        self.is_fresh(quake, now) && (self.simulated || !quake.is_simulated())
    }

    /// Whether the earthquake is young enough to be told.
    pub(crate) fn is_fresh(&self, quake: &Quake, now: Timestamp) -> bool {
        now.duration_since(quake.time) <= self.oldest
    }

    /// The name of what this rule tells of this revision: always the same, whoever sends it and however often. It has
    /// no dot, because dots separate what is signed.
    pub(crate) fn message_id(&self, quake: &Quake) -> String {
        let named = format!("{}\0{}\0{}", self.name, quake.id, quake.updated.as_nanosecond());
        let digest = Sha256::digest(named.as_bytes());
        let digits = digest.iter().take(16).map(|byte| format!("{byte:02x}"));
        format!("msg_{}", digits.collect::<String>())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A report of an earthquake half an hour ago; revised `second` seconds after that.
    pub(crate) fn report(id: &str, second: i64, magnitude: f64) -> Quake {
        of(id, second, magnitude, "EMSC-RTS")
    }

    pub(crate) fn of(id: &str, second: i64, magnitude: f64, catalog: &str) -> Quake {
        let time = Timestamp::now().saturating_sub(SignedDuration::from_mins(30)).unwrap();
        let updated = time.saturating_add(SignedDuration::from_secs(second)).unwrap();
        quake::emsc::parse_feature(&format!(
            r#"{{"id":"{id}","properties":{{"lastupdate":"{updated}","time":"{time}","lat":-18,"lon":179.5,"depth":10,
            "mag":{magnitude},"magtype":"mw","flynn_region":"FIJI REGION","auth":"EMSC","source_catalog":"{catalog}"}}}}"#
        ))
        .unwrap()
    }

    /// The one rule of this text, which may go to this machine.
    pub(crate) fn rule(text: &str) -> Rule {
        crate::rules::read(text, true, &|_| None).unwrap().remove(0)
    }

    fn ntfy(more: &str) -> Rule {
        rule(&format!("[[rule]]\nname = \"one\"\nkind = \"ntfy\"\nurl = \"http://127.0.0.1:9999/quakes\"\n{more}"))
    }

    #[test]
    fn a_rule_admits_by_magnitude_place_depth_kind_and_a_part_of_the_regions_name() {
        let fiji = report("a", 0, 5.4);
        for more in [
            "",
            "min_magnitude = 5.4",
            "max_depth_km = 10",
            "region = \"fiji\"",
            "bbox = [175, -25, -175, -10]",
            "within = { latitude = -18, longitude = 180, km = 60 }",
            "kinds = [\"other event\"]",
            "magnitude_type = \"MW\"",
            "agency = \"emsc\"",
        ] {
            assert!(ntfy(more).meets(&fiji), "{more}");
        }
        for more in [
            "min_magnitude = 5.5",
            "max_magnitude = 5",
            "min_depth_km = 10.1",
            "region = \"tonga\"",
            "bbox = [0, -25, 175, -10]",
            "within = { latitude = -18, longitude = 180, km = 50 }",
            "kinds = [\"quarry blast\", \"explosion\"]",
            "magnitude_type = \"mb\"",
            "agency = \"INGV\"",
        ] {
            assert!(!ntfy(more).meets(&fiji), "{more}");
        }
    }

    #[test]
    fn what_is_old_or_simulated_is_not_told_unless_the_rule_says_so() {
        let (fiji, played) = (report("a", 0, 5.4), of("a", 0, 5.4, quake::SIMULATED_CATALOG));
        let after = |hours| fiji.time.saturating_add(SignedDuration::from_hours(hours)).unwrap();
        assert!(ntfy("").may_tell(&fiji, after(24)) && !ntfy("").may_tell(&fiji, after(25)));
        assert!(
            ntfy("max_age_hours = 1").may_tell(&fiji, after(1)) && !ntfy("max_age_hours = 1").may_tell(&fiji, after(2))
        );
        assert!(!ntfy("").may_tell(&played, after(0)) && ntfy("simulated = true").may_tell(&played, after(0)));
    }

    #[test]
    fn a_message_has_one_id_for_one_rule_earthquake_and_revision() {
        let (rule, first, second) = (ntfy(""), report("a", 1, 5.4), report("a", 2, 5.4));
        assert_eq!(rule.message_id(&first), rule.message_id(&first.clone()));
        assert_ne!(rule.message_id(&first), rule.message_id(&second));
        assert_eq!(rule.message_id(&first).len(), 36);
        assert!(!rule.message_id(&first).contains('.'));
    }
}
