//! What setters of optional things take: a value or an `Option` of one, as the caller has it.
//!
//! The last parameter of each trait tells the compiler which of its implementations is meant. It is
//! found by itself; only a bare `None` needs the type of what is not there, as in `None::<&str>`.

/// A value, or an `Option` of one, that becomes a `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not become a `{T}`, and is no `Option` of something that does"
)]
pub trait IntoOptional<T, Given> {
    /// The value, if there is one.
    fn into_optional(self) -> Option<T>;
}

/// Text that is borrowed, or an `Option` of some.
#[diagnostic::on_unimplemented(message = "`{Self}` is neither text nor an `Option` of some")]
pub trait OptionalText<Given> {
    /// The text, if there is some.
    fn optional_text(&self) -> Option<&str>;
}

/// Texts: a list, an array, a slice, an iterator, or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a list of texts nor an `Option` of one"
)]
pub trait OptionalTexts<Given> {
    /// The texts, if there are any.
    fn optional_texts(self) -> Option<Vec<String>>;
}

/// Values: a list, an array, a slice, an iterator, or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a list of `{T}` nor an `Option` of one"
)]
pub trait OptionalList<T, Given> {
    /// The values, if there are any.
    fn optional_list(self) -> Option<Vec<T>>;
}

/// What becomes values: a list, an array, an iterator, or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a list of what becomes a `{T}` nor an `Option` of one"
)]
pub trait OptionalEach<T, Given> {
    /// The values, if there are any.
    fn optional_each(self) -> Option<Vec<T>>;
}

/// The value itself was given.
#[derive(Debug)]
pub enum Itself {}

/// An `Option` was given.
#[derive(Debug)]
pub enum Perhaps<Given = Itself> {
    /// Never made: it stands for the way in which the value within is given.
    #[doc(hidden)]
    Never(std::convert::Infallible, std::marker::PhantomData<Given>),
}

/// References to values were given.
#[derive(Debug)]
pub enum Borrowed {}

impl<T, U: Into<T>> IntoOptional<T, Itself> for U {
    fn into_optional(self) -> Option<T> {
        Some(self.into())
    }
}

impl<T, U: Into<T>> IntoOptional<T, Perhaps> for Option<U> {
    fn into_optional(self) -> Option<T> {
        self.map(Into::into)
    }
}

impl<U: AsRef<str>> OptionalText<Itself> for U {
    fn optional_text(&self) -> Option<&str> {
        Some(self.as_ref())
    }
}

impl<U: AsRef<str>> OptionalText<Perhaps> for Option<U> {
    fn optional_text(&self) -> Option<&str> {
        self.as_ref().map(AsRef::as_ref)
    }
}

impl<I> OptionalTexts<Itself> for I
where
    I: IntoIterator<Item: AsRef<str>>,
{
    fn optional_texts(self) -> Option<Vec<String>> {
        Some(texts(self))
    }
}

impl<I> OptionalTexts<Perhaps> for Option<I>
where
    I: IntoIterator<Item: AsRef<str>>,
{
    fn optional_texts(self) -> Option<Vec<String>> {
        self.map(texts)
    }
}

impl<T, I> OptionalList<T, Itself> for I
where
    I: IntoIterator<Item = T>,
{
    fn optional_list(self) -> Option<Vec<T>> {
        Some(self.into_iter().collect())
    }
}

impl<'a, T, I> OptionalList<T, Borrowed> for I
where
    T: Clone + 'a,
    I: IntoIterator<Item = &'a T>,
{
    fn optional_list(self) -> Option<Vec<T>> {
        Some(self.into_iter().cloned().collect())
    }
}

impl<T, I, Given> OptionalList<T, Perhaps<Given>> for Option<I>
where
    I: OptionalList<T, Given>,
{
    fn optional_list(self) -> Option<Vec<T>> {
        self.and_then(OptionalList::optional_list)
    }
}

impl<T, I> OptionalEach<T, Itself> for I
where
    I: IntoIterator<Item: Into<T>>,
{
    fn optional_each(self) -> Option<Vec<T>> {
        Some(self.into_iter().map(Into::into).collect())
    }
}

impl<T, I> OptionalEach<T, Perhaps> for Option<I>
where
    I: IntoIterator<Item: Into<T>>,
{
    fn optional_each(self) -> Option<Vec<T>> {
        self.map(|values| values.into_iter().map(Into::into).collect())
    }
}

/// Copies of texts, for a list that is sent.
pub fn texts<I>(texts: I) -> Vec<String>
where
    I: IntoIterator<Item: AsRef<str>>,
{
    texts
        .into_iter()
        .map(|text| text.as_ref().to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::model::DateTime;

    fn text<Given>(given: impl IntoOptional<String, Given>) -> Option<String> {
        given.into_optional()
    }

    fn borrowed<Given>(given: impl OptionalText<Given>) -> Option<String> {
        given.optional_text().map(str::to_owned)
    }

    fn texts<Given>(given: impl OptionalTexts<Given>) -> Option<Vec<String>> {
        given.optional_texts()
    }

    fn numbers<Given>(given: impl OptionalList<u64, Given>) -> Option<Vec<u64>> {
        given.optional_list()
    }

    #[test]
    fn text_comes_as_the_caller_has_it() {
        let owned = String::from("a");
        let twice = &&owned;
        let given = [
            text("a"),
            text(&owned),
            text(Some("a")),
            text(Some(&owned)),
            text(Some(owned.clone())),
            text(owned.clone()),
            borrowed("a"),
            borrowed(&owned),
            borrowed(Some("a")),
            borrowed(Some(&owned)),
            borrowed(twice),
        ];
        assert!(given.iter().all(|one| one.as_deref() == Some("a")));
        assert_eq!(text(None::<&str>), None);
        assert_eq!(borrowed(None::<String>), None);
    }

    #[test]
    fn lists_come_as_the_caller_has_them() {
        let owned = vec![String::from("a"), String::from("b")];
        let array = &["a", "b"];
        let given = [
            texts(["a", "b"]),
            texts(array),
            texts(&["a", "b"][..]),
            texts(vec!["a", "b"]),
            texts(&owned),
            texts(owned.iter().map(String::as_str)),
            texts(Some(["a", "b"])),
            texts(Some(&owned)),
            texts(owned.clone()),
        ];
        assert!(given.iter().all(|one| one.as_ref() == Some(&owned)));
        assert_eq!(texts(None::<Vec<String>>), None);

        let both = Some(vec![1, 2]);
        let given = [
            numbers([1, 2]),
            numbers(&[1, 2]),
            numbers(&[1, 2][..]),
            numbers(vec![1, 2]),
            numbers(Some([1, 2])),
            numbers(Some(&[1, 2])),
            numbers((1..3).take(2)),
        ];
        assert!(given.iter().all(|one| *one == both));
        assert_eq!(numbers(None::<Vec<u64>>), None);
    }

    #[test]
    fn lists_come_of_what_becomes_an_item() {
        fn days<Given>(given: impl OptionalEach<DateTime, Given>) -> Vec<String> {
            let days = given.optional_each().unwrap_or_default();
            days.iter().map(ToString::to_string).collect()
        }
        let day = DateTime::from("2026-05-04");
        assert_eq!(days(["2026-05-04"]), ["2026-05-04"]);
        assert_eq!(days(Some(["2026-05-04"])), ["2026-05-04"]);
        assert_eq!(days(vec![day.clone()]), ["2026-05-04"]);
        assert_eq!(days(Some(vec![day])), ["2026-05-04"]);
        assert!(days(None::<Vec<DateTime>>).is_empty());
    }

    #[test]
    fn dates_come_as_text_too() {
        fn when<Given>(given: impl IntoOptional<DateTime, Given>) -> Option<String> {
            given.into_optional().map(|time| time.to_string())
        }
        let text = String::from("2026-05-04T03:02:01Z");
        assert_eq!(when(text.as_str()).as_ref(), Some(&text));
        assert_eq!(when(Some(&text)).as_ref(), Some(&text));
    }
}
