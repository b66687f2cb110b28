//! The services whose customer secrets and admin keys are configured.

crate::names! {
    /// The two services that share this configuration contract.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub enum Service {
        #[default]
        LocationHistory = "location_history",
        Geofencing = "geofencing",
    }
}

impl Service {
    /// The first path segment.
    #[must_use]
    pub const fn segment(self) -> &'static str {
        match self {
            Self::LocationHistory => "locationHistory",
            Self::Geofencing => "geofencing",
        }
    }

    /// The path of one of the configuration calls, version 1.
    #[must_use]
    pub fn path(self, operation: &str) -> String {
        ["/", self.segment(), "/1/", operation].concat()
    }
}
