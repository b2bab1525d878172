//! Words of a document where a line break or a control character would break what is around them.

/// A text on one line, for headers, manifests and the inside of sentences.
pub(crate) fn one_line(text: &str) -> String {
    let words = text.split(|char: char| char.is_whitespace() || char.is_control());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_and_controls_are_spaces() {
        assert_eq!(one_line(" Rooms\n\tand\u{1}halls \r\n"), "Rooms and halls");
    }
}
