//! Choices that a reader sees as words. Their names are those of the read models.

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
    };
}

pub(crate) use choice;
