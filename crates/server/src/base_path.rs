//! The path under which browsers find the server, where a proxy in front serves other things beside it.

use std::str::FromStr;

use crate::family::Family;

/// The path under which browsers find the server, through a proxy in front; empty for none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct BasePath(String);

impl BasePath {
    /// Without a slash at its end.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// What is left of a path that is under this one.
    pub(crate) fn strip<'a>(&self, path: &'a str) -> Option<&'a str> {
        let rest = path.strip_prefix(&self.0)?;
        match rest {
            _ if self.0.is_empty() => None,
            "" => Some("/"),
            rest => rest.starts_with('/').then_some(rest),
        }
    }
}

impl FromStr for BasePath {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "a base path is a path as it stands in addresses, such as /latchboard";
        let path = text.strip_suffix('/').unwrap_or(text);
        let fits = |segment: &str| {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_~.".contains(&byte);
            !segment.is_empty() && !segment.starts_with('.') && segment.bytes().all(plain)
        };
        match path.strip_prefix('/') {
            None if path.is_empty() => Ok(Self::default()),
            Some(segments) if segments.split('/').all(fits) => match Family::of(path) {
                Some(_) => Err("the API itself has paths that begin like this"),
                None => Ok(Self(path.to_owned())),
            },
            _ => Err(FORM),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::BasePath;

    #[test]
    fn a_base_path_is_one_that_stands_in_addresses_as_it_is() {
        assert_eq!("/".parse(), Ok(BasePath::default()));
        assert_eq!("/a/b~c/".parse::<BasePath>().unwrap().as_str(), "/a/b~c");
        for wrong in ["latchboard", "//", "/a//b", "/a b", "/a?b", "/../x", "/<x>", "/a/\"", "/api", "/iso/x"]
        {
            assert!(wrong.parse::<BasePath>().is_err(), "{wrong}");
        }
    }
}
