/// The tables of an estate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Physical servers.
    Hosts,
    /// Placements of virtual machines.
    Vms,
    /// Shared processor pools.
    Pools,
    /// Where products run.
    Installs,
    /// Products and bundles.
    Products,
    /// What was bought.
    Entitlements,
    /// What shows that a period was measured, reported or rebuilt.
    Evidence,
}

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Name as written in the header, in any case.
    pub name: &'static str,
    /// Whether the table is no table without it.
    pub required: bool,
}

const fn required(name: &'static str) -> Column {
    Column { name, required: true }
}

const fn optional(name: &'static str) -> Column {
    Column { name, required: false }
}

/// Positions in [`Table::columns`], by table.
pub mod col {
    macro_rules! columns {
        ($($table:ident: $($name:ident)+;)+) => {
            $(#[allow(missing_docs, clippy::allow_attributes)]
            pub mod $table {
                #[allow(non_camel_case_types, clippy::enum_variant_names)]
                enum Position { $($name),+ }
                $(#[allow(non_upper_case_globals)] pub const $name: usize = Position::$name as usize;)+
            })+
        };
    }
    columns! {
        hosts: host cores cluster region processor max_sockets pvu_per_core eligible from to;
        vms: vm host cores mode pool from to;
        pools: pool host cores;
        installs: product vm host from to;
        products: product metric subcapacity list_price contract_price support_bp bundle ratio;
        entitlements: product quantity from to;
        evidence: id kind scope from to made state weight note;
    }
}

impl Table {
    /// All tables.
    pub const ALL: [Self; 7] = [
        Self::Hosts,
        Self::Vms,
        Self::Pools,
        Self::Installs,
        Self::Products,
        Self::Entitlements,
        Self::Evidence,
    ];

    /// The table's file name.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Hosts => "hosts.csv",
            Self::Vms => "vms.csv",
            Self::Pools => "pools.csv",
            Self::Installs => "installs.csv",
            Self::Products => "products.csv",
            Self::Entitlements => "entitlements.csv",
            Self::Evidence => "evidence.csv",
        }
    }

    /// The table a file (lower-case name without folders) holds, whole or as one of several parts.
    ///
    /// A part has a number in its name, after the table's name and one of `-`, `_` and `.`. Without a number it
    /// is no part: `vms-old.csv` or `vms-notes.csv` beside `vms.csv` should not be counted unasked. Nor is
    /// `products_daily_2025-04-01_….csv`, the daily quantities of ILMT and License Service. Packed tables have their
    /// packer's ending.
    ///
    /// ```
    /// use subcap_core::read::Table;
    /// for name in ["vms.csv", "vms-2024-07.csv", "vms_01.csv", "vms.part1.csv.gz", "vms.csv.zst"] {
    ///     assert_eq!(Table::of_file(name), Some(Table::Vms), "{name}");
    /// }
    /// for name in ["vms-old.csv", "products_daily_2025-04-01_c1.csv", "vms2.csv", "vms (1).csv", "vms.txt", "vms.csv.bak"] {
    ///     assert_eq!(Table::of_file(name), None, "{name}");
    /// }
    /// ```
    pub fn of_file(name: &str) -> Option<Self> {
        let name = unpacked_name(name).strip_suffix(".csv")?;
        Self::ALL.into_iter().find(|table| {
            let own = table.file_name().strip_suffix(".csv");
            let Some(rest) = own.and_then(|own| name.strip_prefix(own)) else { return false };
            rest.is_empty()
                || (rest.starts_with(['-', '_', '.'])
                    && !rest.starts_with("_daily")
                    && rest.bytes().any(|b| b.is_ascii_digit())
                    && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.+".contains(&b)))
        })
    }

    /// Whether a row left out here makes every total "at least": these five tables make the count.
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Entitlements | Self::Evidence)
    }

    /// The table's columns, in the order of `col`.
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Hosts => {
                const {
                    &[
                        required("host"),
                        required("cores"),
                        optional("cluster"),
                        optional("region"),
                        optional("processor"),
                        optional("max_sockets"),
                        optional("pvu_per_core"),
                        optional("eligible"),
                        optional("from"),
                        optional("to"),
                    ]
                }
            }
            Self::Vms => {
                const {
                    &[
                        required("vm"),
                        optional("host"),
                        required("cores"),
                        optional("mode"),
                        optional("pool"),
                        optional("from"),
                        optional("to"),
                    ]
                }
            }
            Self::Pools => const { &[required("pool"), required("host"), required("cores")] },
            Self::Installs => {
                const { &[required("product"), optional("vm"), optional("host"), optional("from"), optional("to")] }
            }
            Self::Products => {
                const {
                    &[
                        required("product"),
                        required("metric"),
                        optional("subcapacity"),
                        optional("list_price"),
                        optional("contract_price"),
                        optional("support_bp"),
                        optional("bundle"),
                        optional("ratio"),
                    ]
                }
            }
            Self::Entitlements => {
                const { &[required("product"), required("quantity"), optional("from"), optional("to")] }
            }
            Self::Evidence => {
                const {
                    &[
                        required("id"),
                        required("kind"),
                        required("scope"),
                        optional("from"),
                        optional("to"),
                        optional("made"),
                        optional("state"),
                        optional("weight"),
                        optional("note"),
                    ]
                }
            }
        }
    }
}

impl Table {
    /// Whether a file that begins so has this table's columns: another tool may have a `products.csv` of its own.
    ///
    /// ```
    /// use subcap_core::read::Table;
    /// assert!(Table::Vms.begins_so(b"VM;host;Cores\nv1;p1;4\n"));
    /// assert!(!Table::Products.begins_so(b"id,name,metricName,metricQuantity\n"));
    /// ```
    pub fn begins_so(self, start: &[u8]) -> bool {
        let first = start.split(|byte| *byte == b'\n').next().unwrap_or(&[]);
        let first = String::from_utf8_lossy(first).to_ascii_lowercase();
        let cells: Vec<&str> = first
            .split([',', ';', '\t'])
            .map(|cell| cell.trim_matches(['"', '\u{FEFF}', ' ', '\r']))
            .collect();
        self.columns().iter().filter(|column| column.required).all(|column| cells.contains(&column.name))
    }
}

/// Whether a file bears the name of a table, or of `estate.toml`.
pub fn is_table(path: &str) -> bool {
    let name = super::last_part(path).to_ascii_lowercase();
    name == "estate.toml" || Table::of_file(&name).is_some()
}

/// A file's name without its packer's ending.
pub fn unpacked_name(name: &str) -> &str {
    let packed = [".gz", ".zst"].into_iter().find_map(|ending| name.strip_suffix(ending));
    packed.unwrap_or(name)
}
