//! What emitted code writes mocks with.

pub use super::lay;
pub use super::{ExampleAnswer, FakeAnswer, Mock, Mockable, OperationVisitor};
pub use crate::runtime::model::example::Example;
pub use crate::runtime::model::{
    Base64, Date, DateTime, Interval, LocalDateTime, Secret, YearMonth,
};
pub use crate::runtime::wire::encode::Style;
