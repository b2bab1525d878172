//! Which version a change needs: the last version and how far the change reaches in, the least
//! version that cargo's users expect of it out.

use crate::compare::Impact;
use semver::Version;

/// The least version that may follow `released` for a change. For a fix that is `released`
/// itself: it needs no version until it is released.
pub fn needed(released: &Version, impact: Impact) -> Version {
    let Version {
        major,
        minor,
        patch,
        ..
    } = *released;
    match (impact, major, minor) {
        (Impact::Fix, _, _) => Version::new(major, minor, patch),
        // Cargo takes every 0.0.x for another interface.
        (_, 0, 0) | (Impact::Addition, 0, _) => Version::new(major, minor, patch + 1),
        (Impact::Breaking, 0, _) | (Impact::Addition, _, _) => Version::new(major, minor + 1, 0),
        (Impact::Breaking, _, _) => Version::new(major + 1, 0, 0),
    }
}

/// Whether a version is enough for a change since `released`. A pre-release counts as the version
/// that it leads to.
pub fn is_enough(version: &Version, released: &Version, impact: Impact) -> bool {
    core(version) >= needed(released, impact)
}

/// What a release with this change is called.
pub fn kind(released: &Version, version: &Version) -> &'static str {
    if version.major != released.major {
        "major"
    } else if version.minor != released.minor {
        "minor"
    } else {
        "patch"
    }
}

fn core(version: &Version) -> Version {
    Version::new(version.major, version.minor, version.patch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule() {
        let cases = [
            ("0.1.2", Impact::Fix, "0.1.2"),
            ("0.1.2", Impact::Addition, "0.1.3"),
            ("0.1.2", Impact::Breaking, "0.2.0"),
            ("0.0.3", Impact::Breaking, "0.0.4"),
            ("1.2.3", Impact::Fix, "1.2.3"),
            ("1.2.3", Impact::Addition, "1.3.0"),
            ("1.2.3", Impact::Breaking, "2.0.0"),
        ];
        for (released, impact, expected) in cases {
            let released: Version = released.parse().unwrap();
            assert_eq!(
                needed(&released, impact).to_string(),
                expected,
                "{released} {impact:?}"
            );
        }
    }

    #[test]
    fn a_version_is_enough_when_it_is_at_least_what_is_needed() {
        let enough = |version: &str, impact| {
            is_enough(&version.parse().unwrap(), &"0.1.0".parse().unwrap(), impact)
        };
        assert!(!enough("0.1.0", Impact::Addition));
        assert!(enough("0.1.1", Impact::Addition));
        assert!(!enough("0.1.9", Impact::Breaking));
        assert!(enough("0.2.0-rc.1", Impact::Breaking));
        assert!(enough("0.1.0", Impact::Fix));
        assert!(!enough("0.0.9", Impact::Fix));
    }
}
