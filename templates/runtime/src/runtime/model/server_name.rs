//! Servers by what people call them: a text in, the place of the server in a list out.

/// Finds a server by its name, in any case and whatever stands between its words; by its address or
/// its host, or that of its logins; or by the domain under its host.
///
/// Each server is its name with its addresses.
#[must_use]
pub fn find_server(text: &str, servers: &[(&str, &[&str])]) -> Option<usize> {
    let wanted = text.trim().to_ascii_lowercase();
    let by_name = |name: &str| words(name) == words(&wanted);
    let host = host(&wanted);
    let by_host = |address: &&str| host_of(address) == host;
    let by_domain = |address: &&str| {
        let known = host_of(address);
        known
            .split_once('.')
            .is_some_and(|(_, domain)| domain == host)
    };
    let all = || servers.iter();
    all()
        .position(|(name, _)| by_name(name))
        .or_else(|| all().position(|(_, addresses)| addresses.iter().any(by_host)))
        .or_else(|| all().position(|(_, addresses)| addresses.iter().any(by_domain)))
}

/// A name without case and without what stands between its words.
fn words(name: &str) -> String {
    let letters = name.chars().filter(|char| !"-_ .".contains(*char));
    letters.map(|char| char.to_ascii_lowercase()).collect()
}

fn host_of(address: &str) -> String {
    host(&address.to_ascii_lowercase()).to_owned()
}

/// The host of an address, which may be nothing but a host.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let end = rest.find(['/', '?', '#', ':']).unwrap_or(rest.len());
    rest[..end].trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use super::find_server;

    const SERVERS: &[(&str, &[&str])] = &[
        (
            "us_east_1",
            &["https://api.one.test", "https://login.one.test"],
        ),
        ("eu_west_1", &["https://api.one.test.eu/v2"]),
        ("local", &["http://127.0.0.1:8080"]),
    ];

    #[test]
    fn a_server_is_found_by_what_people_call_it() {
        for (text, place) in [
            ("us_east_1", 0),
            ("us-east-1", 0),
            ("US East 1", 0),
            ("UsEast1", 0),
            ("one.test", 0),
            ("api.one.test", 0),
            ("https://api.one.test", 0),
            ("https://api.one.test/", 0),
            ("HTTPS://API.ONE.TEST:443/api/v2", 0),
            ("https://login.one.test/oauth", 0),
            (" one.test.eu ", 1),
            ("127.0.0.1", 2),
            ("http://127.0.0.1:8080", 2),
        ] {
            assert_eq!(find_server(text, SERVERS), Some(place), "{text}");
        }
    }

    #[test]
    fn what_is_no_server_is_none() {
        for text in ["", "test", "eu_west_2", "https://apps.one.example", "://"] {
            assert_eq!(find_server(text, SERVERS), None, "{text}");
        }
    }
}
