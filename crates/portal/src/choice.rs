//! Choices that a reader sees as words. Their names are those of the read models.

/// A stored name that is none of the names of a choice.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name:?} is not a name of {choice}")]
pub struct UnknownChoice {
    /// The choice that was looked in.
    pub choice: &'static str,
    /// The name that was given.
    pub name: String,
}

/// Makes an enum of which each variant has a name, as in the read models, and words, as on the
/// page. The name also serves in classes of the stylesheet.
macro_rules! choice {
    (
        $(#[$meta:meta])*
        $choice:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $name:literal, $words:literal;)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $choice { $($(#[$variant_meta])* $variant,)* }

        impl $choice {
            /// All of them, in the order in which they are shown.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name, as in the read models.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The words for readers.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self { $(Self::$variant => $words,)* }
            }
        }

        impl std::str::FromStr for $choice {
            type Err = $crate::UnknownChoice;

            fn from_str(name: &str) -> Result<Self, $crate::UnknownChoice> {
                Self::ALL.iter().copied().find(|choice| choice.name() == name).ok_or_else(|| {
                    $crate::UnknownChoice { choice: stringify!($choice), name: name.to_owned() }
                })
            }
        }
    };
}

pub(crate) use choice;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::Room;

    #[test]
    fn a_stored_name_becomes_a_choice() {
        assert_eq!("amendable".parse(), Ok(Room::Amendable));
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_name() {
        let error = "half-open".parse::<Room>().unwrap_err();
        assert_eq!(error, UnknownChoice { choice: "Room", name: "half-open".to_owned() });
        assert_eq!(error.to_string(), "\"half-open\" is not a name of Room");
    }
}
