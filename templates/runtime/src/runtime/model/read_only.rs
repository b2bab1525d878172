//! Members that only the server sets.
//!
//! They are left out of what is sent, and of nothing else: a value that is stored, or that a test
//! answers with, is whole.

use std::cell::Cell;

/// Leaves a member out of what is sent; for `#[serde(skip_serializing_if = "…")]`.
#[must_use]
pub fn received<T: ?Sized>(_member: &T) -> bool {
    is_request()
}

/// Leaves an optional member out of what is sent, and where it is unset; for
/// `#[serde(skip_serializing_if = "…")]`.
#[must_use]
pub fn received_or_none<T>(member: &Option<T>) -> bool {
    member.is_none() || received(member)
}

thread_local! {
    static IS_REQUEST: Cell<bool> = const { Cell::new(false) };
}

fn is_request() -> bool {
    IS_REQUEST.get()
}

/// Writes something as it is sent: without the members that only the server sets.
pub fn as_request<T>(write: impl FnOnce() -> T) -> T {
    struct Reset(bool);
    impl Drop for Reset {
        fn drop(&mut self) {
            IS_REQUEST.set(self.0);
        }
    }
    let _reset = Reset(IS_REQUEST.replace(true));
    write()
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;

    #[derive(Serialize)]
    struct Room {
        #[serde(skip_serializing_if = "received")]
        id: &'static str,
        #[serde(skip_serializing_if = "received_or_none")]
        created: Option<u8>,
        name: &'static str,
    }

    #[test]
    fn only_what_is_sent_leaves_them_out() {
        let room = Room {
            id: "7",
            created: Some(1),
            name: "a",
        };
        let json = || serde_json::to_string(&room).unwrap();
        assert_eq!(json(), r#"{"id":"7","created":1,"name":"a"}"#);
        assert_eq!(as_request(json), r#"{"name":"a"}"#);
        assert_eq!(json(), r#"{"id":"7","created":1,"name":"a"}"#);
    }

    #[test]
    fn a_panic_while_sending_leaves_nothing_behind() {
        let sent = std::panic::catch_unwind(|| as_request(|| panic!("expected")));
        assert!(sent.is_err() && !is_request());
    }
}
