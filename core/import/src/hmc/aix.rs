//! What a partition says of itself: `lparstat -i`, and of its machine: `prtconf`.

use crate::facts::Origin;

use super::units::milli;

/// One partition.
#[derive(Debug, Default)]
pub(super) struct Partition {
    /// Of the files read, and the line of its name.
    pub place: Option<(usize, Origin)>,
    pub name: Option<String>,
    pub node: Option<String>,
    shared: Option<bool>,
    capped: Option<bool>,
    entitled: Option<u64>,
    online: Option<u64>,
    /// Number of its pool; not the default one, which holds all that is left.
    pub pool: Option<String>,
    /// Cores of the machine it is on that are activated.
    pub machine_cores: Option<u32>,
    pub model: Option<String>,
    pub serial: Option<String>,
    pub processor: Option<String>,
}

impl Partition {
    /// Whether that line begins what another partition says.
    pub(super) fn is_of_another(&self, key: &str) -> bool {
        match key {
            "Node Name" => self.node.is_some(),
            "Partition Name" => self.name.is_some(),
            "System Model" => self.model.is_some(),
            _ => false,
        }
    }

    /// Takes a line; `false` if it belongs to nothing.
    pub(super) fn state(&mut self, key: &str, value: &str, file: usize, origin: Origin) -> bool {
        let text = Some(value).filter(|value| !value.is_empty() && *value != "-").map(str::to_owned);
        let lower = value.to_lowercase();
        match key {
            "Node Name" | "Host Name" => self.node = text,
            "Partition Name" => (self.name, self.place) = (text, Some((file, origin))),
            "Type" => self.shared = Some(lower.starts_with("shared")),
            "Mode" => self.capped = Some(lower.starts_with("capped")),
            "Entitled Capacity" => self.entitled = milli(value),
            "Online Virtual CPUs" => self.online = milli(value),
            "Shared Pool ID" => self.pool = text.filter(|pool| pool != "0"),
            "Active Physical CPUs in system" => self.machine_cores = value.parse().ok(),
            "System Model" => self.model = text,
            "Machine Serial Number" => self.serial = text,
            "Processor Type" => self.processor = text,
            // Of the many other keys none counts; above the first that does they are no such output.
            _ => return self.name.is_some() || self.node.is_some() || self.model.is_some(),
        }
        true
    }

    /// Whether it said enough to be one.
    pub(super) fn is_one(&self) -> bool {
        self.name.is_some() && (self.online.is_some() || self.entitled.is_some())
    }

    /// How it gets its processors and how many thousandths.
    pub(super) fn processors(&self) -> (&'static str, Option<u64>) {
        match (self.shared, self.capped) {
            (Some(false), _) => ("dedicated", self.online),
            (_, Some(true)) => ("capped", self.entitled),
            _ => ("uncapped", self.online),
        }
    }
}
