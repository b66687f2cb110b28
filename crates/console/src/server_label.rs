//! What somebody calls the servers that are asked, and a colour for each, so that none is taken for another one.

/// Characters that the bar at the top has room for.
const LONGEST_NAME: usize = 24;

latchboard_contract::names! {
    /// What the name is marked with.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum Colour {
        #[default]
        None = "none",
        /// For example development.
        Green = "green",
        /// For example staging.
        Amber = "amber",
        /// For example production.
        Red = "red",
        /// Free for any other.
        Violet = "violet",
    }
}

/// What one server is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// At most 24 characters; none where it is called what all servers are called.
    pub name: String,
    /// What the name is marked with.
    pub colour: Colour,
}

/// The labels of servers, by host and port.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels(Vec<(String, Label)>);

impl Labels {
    /// Reads what [`write`](Self::write) wrote; any other line is ignored.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut labels = Self::default();
        for line in text.lines() {
            let mut parts = line.splitn(3, ' ');
            if let (Some(host), Some(Some(colour)), Some(name)) =
                (parts.next(), parts.next().map(Colour::named), parts.next())
            {
                labels.set(host, Label { name: name.to_owned(), colour });
            }
        }
        labels
    }

    /// As the browser keeps them: a line for each, with host, colour and name between blanks.
    #[must_use]
    pub fn write(&self) -> String {
        let line = |(host, Label { name, colour }): &(String, Label)| format!("{host} {colour} {name}");
        self.0.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// What a server is called.
    #[must_use]
    pub fn of(&self, host: &str) -> Option<&Label> {
        self.0.iter().find(|(known, _)| known == host).map(|(_, label)| label)
    }

    /// From now on it is called this.
    pub fn set(&mut self, host: &str, Label { name, colour }: Label) {
        let name: String = name.chars().filter(|it| !it.is_control()).take(LONGEST_NAME).collect();
        self.0.retain(|(known, _)| known != host);
        let label = Label { name, colour };
        if label != Label::default() {
            self.0.push((host.to_owned(), label));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Colour, Label, Labels};

    fn label(name: &str, colour: Colour) -> Label {
        Label { name: name.to_owned(), colour }
    }

    #[test]
    fn labels_are_kept_as_they_were_given() {
        let mut labels = Labels::default();
        labels.set("one.example:8443", label("Production, Europe", Colour::Red));
        labels.set("two.example", label("", Colour::Green));
        labels.set("three.example", label("Staging", Colour::None));
        assert_eq!(Labels::read(&labels.write()), labels);
        assert_eq!(labels.of("one.example:8443").unwrap().name, "Production, Europe");
        assert_eq!(labels.of("one.example"), None);
    }

    #[test]
    fn a_name_is_one_short_line() {
        let mut labels = Labels::default();
        labels.set("one.example", label(&format!("a\nb{}", "c".repeat(100)), Colour::None));
        assert_eq!(labels.of("one.example").unwrap().name, format!("ab{}", "c".repeat(22)));
        assert_eq!(Labels::read(&labels.write()), labels);
    }

    #[test]
    fn without_name_and_colour_there_is_no_label() {
        let mut labels = Labels::read("one.example red Production\nnonsense\ntwo.example blue Other\n");
        assert_eq!(labels.write(), "one.example red Production");
        labels.set("one.example", Label::default());
        assert_eq!(labels, Labels::default());
    }
}
