//! The services in what `docker-compose config` prints, where each level is two spaces deep.

/// A service, as far as it matters here.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Service {
    pub(crate) name: String,
    pub(crate) image: String,
    /// The profile it belongs to; Debian's compose prints services of all profiles.
    pub(crate) profile: Option<String>,
}

/// Reads the services.
pub(crate) fn services(config: &str) -> Vec<Service> {
    let mut services: Vec<Service> = Vec::new();
    // The keys above a line, from the outermost on.
    let mut above: Vec<&str> = Vec::new();
    for line in config.lines() {
        let text = line.trim_start();
        if let Some(item) = text.strip_prefix("- ") {
            if let (["services", _, "profiles", ..], Some(service)) = (&above[..], services.last_mut()) {
                service.profile = Some(item.to_owned());
            }
            continue;
        }
        let Some((key, value)) = text.split_once(':') else { continue };
        above.truncate((line.len() - text.len()) / 2);
        above.push(key);
        if let ["services", name] = above[..] {
            services.push(Service { name: name.to_owned(), ..Service::default() });
        }
        let Some(service) = services.last_mut() else { continue };
        if let ["services", _, "image"] = above[..] {
            value.trim().clone_into(&mut service.image);
        }
    }
    services
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_read_from_what_compose_prints() {
        let config = "networks:\n  default: {}\nservices:\n  kafka-2:\n    command:\n    - image\n    environment:\n      \
                      image: no\n    image: apache/kafka:4.3.1\n    profiles:\n    - three-brokers\n  topics:\n    image: \
                      quakewire/setup:local\nvolumes:\n  kafka: {}\n";
        let kafka = Service {
            name: "kafka-2".to_owned(),
            image: "apache/kafka:4.3.1".to_owned(),
            profile: Some("three-brokers".to_owned()),
        };
        let topics =
            Service { name: "topics".to_owned(), image: "quakewire/setup:local".to_owned(), ..Service::default() };
        assert_eq!(services(config), [kafka, topics]);
    }
}
