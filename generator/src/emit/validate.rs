//! The checks of what is sent, behind the feature `validate`: the runtime's `Validate` for models, and
//! the statements that check parameters and bodies.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{ident, token};
use crate::plan::checks::{Limit, ModelChecks, Number, Rule, StructChecks, VariantCheck};
use crate::plan::parameters::Parameter;
use crate::plan::{Argument, Model};

/// The `use` item of a file whose code checks.
pub(super) fn import() -> TokenStream {
    quote! {
        #[cfg(feature = "validate")]
        use crate::runtime::validate;
    }
}

/// What a model implements.
pub(super) fn emit(model: &Model) -> TokenStream {
    let name = token(&model.name);
    let check = match &model.checks {
        ModelChecks::None => return quote!(),
        ModelChecks::Empty => {
            return quote! {
                #[cfg(feature = "validate")]
                impl validate::Validate for #name {}
            };
        }
        ModelChecks::Struct(checks) => of_struct(checks),
        ModelChecks::Union(checks) => of_union(checks),
    };
    quote! {
        #[cfg(feature = "validate")]
        impl validate::Validate for #name {
            fn check(&self, _: &validate::Rule<'_>, walk: &mut validate::Walk) {
                #check
            }
        }
    }
}

fn of_struct(checks: &StructChecks) -> TokenStream {
    let own = (!checks.own.0.is_empty()).then(|| {
        let rule = literal(&checks.own);
        quote!(walk.object(self, &#rule);)
    });
    let members = checks.members.iter().map(|member| {
        let (wire, name, rule) = (&member.wire, token(&member.field), literal(&member.rule));
        quote!(walk.member(#wire, &self.#name, &#rule);)
    });
    let rest = checks.rest.as_ref().map(|(name, rule)| {
        let (name, rule) = (token(name), literal(rule));
        quote!(validate::Validate::check(&self.#name, &#rule, walk);)
    });
    quote!(#own #(#members)* #rest)
}

fn of_union(checks: &[VariantCheck]) -> TokenStream {
    let arms = checks.iter().map(|check| {
        let (name, rule) = (token(&check.variant), literal(&check.rule));
        quote! {
            Self::#name(value) => validate::Validate::check(value, &#rule, walk),
        }
    });
    quote! {
        match self {
            #(#arms)*
            _ => {}
        }
    }
}

/// The statement that checks a parameter, if there is anything to check. It is for the feature
/// `validate` alone; `value` refers to it.
pub(super) fn of_parameter(
    parameter: &Parameter,
    request: &TokenStream,
    value: &TokenStream,
) -> Option<TokenStream> {
    let rule = literal(parameter.rule.as_ref()?);
    let (place, name) = (parameter.place.as_str(), &parameter.wire);
    let value = match parameter.argument {
        // Texts are checked behind one more reference: `str` has no size.
        Argument::Text => quote!(&#value),
        _ => value.clone(),
    };
    Some(quote! {
        #request.check(#place, #name, #value, &#rule);
    })
}

/// The statement that checks a body.
pub(super) fn of_body(rule: &Rule, request: &TokenStream, value: &TokenStream) -> TokenStream {
    let rule = literal(rule);
    quote! {
        #[cfg(feature = "validate")]
        #request.check_body(&#value, &#rule);
    }
}

/// A rule as an expression of the runtime's `Rule`.
pub(super) fn literal(rule: &Rule) -> TokenStream {
    let limits = rule.0.iter().map(limit);
    quote!(validate::Rule::NONE #(.#limits)*)
}

/// The call that adds a limit to a rule.
fn limit(limit: &Limit) -> TokenStream {
    let count = |name: &str, count: u64| {
        let (name, count) = (ident(name), Literal::u64_unsuffixed(count));
        quote!(#name(#count))
    };
    let bound = |name: &str, value: Number| {
        let (name, value) = (ident(name), number(value));
        quote!(#name(validate::Number::#value))
    };
    match limit {
        Limit::MinLength(least) => count("min_length", *least),
        Limit::MaxLength(most) => count("max_length", *most),
        Limit::Pattern { document, regex } => quote! {
            pattern({
                static PATTERN: validate::Pattern = validate::Pattern::new(#document, #regex);
                &PATTERN
            })
        },
        Limit::Minimum(value) => bound("minimum", *value),
        Limit::ExclusiveMinimum(value) => bound("exclusive_minimum", *value),
        Limit::Maximum(value) => bound("maximum", *value),
        Limit::ExclusiveMaximum(value) => bound("exclusive_maximum", *value),
        Limit::MultipleOf(value) => bound("multiple_of", *value),
        Limit::MinItems(least) => count("min_items", *least),
        Limit::MaxItems(most) => count("max_items", *most),
        Limit::UniqueItems => quote!(unique_items()),
        Limit::MinProperties(least) => count("min_properties", *least),
        Limit::MaxProperties(most) => count("max_properties", *most),
        Limit::Inner(rule) => {
            let rule = literal(rule);
            quote!(inner(&#rule))
        }
    }
}

fn number(number: Number) -> TokenStream {
    let sign = |negative: bool| negative.then(|| quote!(-));
    match number {
        Number::Int(value) => {
            let (sign, digits) = (sign(value < 0), value.unsigned_abs());
            let digits = Literal::u128_unsuffixed(digits);
            quote!(Int(#sign #digits))
        }
        Number::Float(value) => {
            let (sign, digits) = (sign(value < 0.0), digits(value.abs()));
            quote!(Float(#sign #digits))
        }
    }
}

/// A float as a person writes it: `1e300` rather than all of its zeros.
fn digits(float: f64) -> Literal {
    let written = if (1e-9..1e16).contains(&float) {
        None
    } else {
        format!("{float:e}").parse().ok()
    };
    written.unwrap_or_else(|| Literal::f64_unsuffixed(float))
}
