//! What stands in a listing, and what a change of it means.

use super::difference::{Impact, difference};
use super::*;

fn listing(code: &str) -> Listing {
    let file = |path: &str, text: &str| OutputFile {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    Listing::of(&[file("src/lib.rs", code)])
}

fn impact(old: &str, new: &str) -> Impact {
    difference(&listing(old), &listing(new)).impact()
}

#[test]
fn everything_that_a_user_can_name_has_its_line() {
    let text = listing(
        r#"
        use std::fmt;
        mod inner {
            #[derive(Clone)]
            #[non_exhaustive]
            pub struct Room { pub id: u8, name: String }
            pub(crate) struct Hidden;
        }
        pub use inner::Room;
        #[cfg(feature = "chat")]
        pub mod chat {
            use super::inner::Room;
            pub enum Kind { One, Two(Room) }
            pub trait Named: Sized { const A: u8; type B; fn name(&self) -> &str; fn twice(&self) {} }
            pub fn find(mut room: Room) -> Option<Room> { None }
        }
        impl Room { pub fn id(&self) -> u8 { self.id } fn hidden(&self) {} }
        impl fmt::Display for Room {}
        impl<T: Clone> From<T> for Room {}
        impl Iterator for Room { type Item = chat::Kind; }
        "#,
    );
    let expected = "\
Room: field id: u8
Room: fn id(&self) -> u8
Room: impl Clone
Room: impl Display
Room: impl From<T> for T: Clone
Room: impl Iterator { type Item = chat::Kind }
Room: struct Room { .. }
chat::Kind: enum Kind { One, Two(Room) }  if chat
chat::Named: fn twice(&self)  if chat
chat::Named: trait Named: Sized { const A: u8; type B; fn name(&self) -> &str }  if chat
chat::find: fn find(room: Room) -> Option<Room>  if chat
";
    assert_eq!(text.to_string(), expected);
}

#[test]
fn a_listing_is_read_back() {
    let listing = listing("pub mod a { pub struct B<T>(pub T); } #[cfg(x)] pub fn c() {}");
    assert_eq!(Listing::from_text(&listing.to_string()), Ok(listing));
    assert!(Listing::from_text("nonsense").is_err());
}

#[test]
fn names_are_followed_through_imports_and_globs() {
    let text = listing(
        "mod a { pub struct B; } pub mod c { pub use crate::a::B; } \
         pub mod d { use crate::c::*; pub fn e(b: B) {} impl Clone for B {} }",
    );
    let expected = "c::B: impl Clone\nc::B: struct B\nd::e: fn e(b: c::B)\n";
    assert_eq!(text.to_string(), expected);
}

#[test]
fn the_manifest_tells_features_and_crates_whose_types_are_met() {
    let files = [
        (
            "src/lib.rs",
            "pub fn a() -> http::StatusCode { http::StatusCode::OK }",
        ),
        (
            "Cargo.toml",
            "[features]\ndefault = ['a']\na = []\n[dependencies]\nhttp = { version = '1.5' }\nurl = '2'",
        ),
    ];
    let files = files.map(|(path, text)| OutputFile {
        path: path.to_owned(),
        text: text.to_owned(),
    });
    let expected = "\
Cargo.toml: default feature a
Cargo.toml: feature a
Cargo.toml: feature default
Cargo.toml: types of http 1
a: fn a() -> http::StatusCode
";
    assert_eq!(Listing::of(&files).to_string(), expected);
}

#[test]
fn what_a_change_means() {
    let cases = [
        ("pub fn a() {}", "pub fn a() { b() } fn b() {}", Impact::Fix),
        ("", "pub fn a() {}", Impact::Addition),
        ("pub fn a() {}", "", Impact::Breaking),
        ("pub fn a() {}", "pub fn a(b: u8) {}", Impact::Breaking),
        ("pub fn a(b: u8) {}", "pub fn a(c: u8) {}", Impact::Fix),
        (
            "pub fn a(b: u8, c: u8) {}",
            "pub fn a(c: u8, b: u8) {}",
            Impact::Breaking,
        ),
        (
            "pub fn a() {}",
            "#[cfg(feature = \"x\")] pub fn a() {}",
            Impact::Breaking,
        ),
        (
            "#[cfg(feature = \"x\")] pub fn a() {}",
            "pub fn a() {}",
            Impact::Addition,
        ),
        (
            "pub struct A { pub b: u8 }",
            "pub struct A { pub b: u8, pub c: u8 }",
            Impact::Breaking,
        ),
        (
            "#[non_exhaustive] pub struct A { pub b: u8 }",
            "#[non_exhaustive] pub struct A { pub b: u8, pub c: u8 }",
            Impact::Addition,
        ),
        ("pub enum A { B }", "pub enum A { B, C }", Impact::Breaking),
        (
            "#[non_exhaustive] pub enum A { B }",
            "#[non_exhaustive] pub enum A { B, C }",
            Impact::Addition,
        ),
        (
            "pub trait A {}",
            "pub trait A { fn b(); }",
            Impact::Breaking,
        ),
        (
            "pub trait A {}",
            "pub trait A { fn b() {} }",
            Impact::Addition,
        ),
        (
            "pub trait A: s::S {} mod s { pub trait S {} }",
            "pub trait A: s::S { fn b(); } mod s { pub trait S {} }",
            Impact::Addition,
        ),
        (
            "#[derive(Clone)] pub struct A;",
            "pub struct A; impl Clone for A {}",
            Impact::Fix,
        ),
        (
            "#[derive(Clone)] pub struct A;",
            "pub struct A;",
            Impact::Breaking,
        ),
        (
            "mod a { pub fn b() {} }",
            "pub mod a { pub fn b() {} }",
            Impact::Addition,
        ),
        (
            "pub mod a { pub struct B; } pub fn c(b: a::B) {}",
            "mod x; pub mod a { pub struct B; } use a::B as D; pub fn c(b: D) {}",
            Impact::Fix,
        ),
    ];
    for (old, new, expected) in cases {
        let new = new.replace("mod x;", "mod x {}");
        assert_eq!(impact(old, &new), expected, "{old} → {new}");
    }
}

#[test]
fn a_line_that_changed_is_one_change() {
    let old = listing("pub fn a() {} pub fn b() {}");
    let new = listing("pub fn a(c: u8) {}");
    let changes = difference(&old, &new).changes;
    let shown: Vec<(bool, bool)> = changes
        .iter()
        .map(|change| (change.old.is_some(), change.new.is_some()))
        .collect();
    assert_eq!(shown, [(true, true), (true, false)]);
}
