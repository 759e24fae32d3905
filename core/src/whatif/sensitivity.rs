//! The answer of `subcap sensitivity`: what moves the total, what waiting costs, and what stands beside it.

use serde::Serialize;

use crate::error::Error;
use crate::report::NOTICE;

use super::beside::{ForwardTail, TopDown};
use super::delay::ReadingDelay;
use super::position::Position;
use super::tornado::ReadingTornado;

/// Version of the answer.
pub const SENSITIVITY_SCHEMA: &str = "subcap.sensitivity/1";

/// The published JSON Schema of the answer.
pub const SENSITIVITY_JSON_SCHEMA: &str = include_str!("../../schema/subcap.sensitivity-1.schema.json");

/// What may be asked otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SensitivityOptions {
    /// How far the delay curve goes.
    pub quarters: u32,
    /// Years of the forward tail; absent: as `data/beside.toml` has them.
    pub years: Option<u32>,
    /// Its yearly uplift.
    pub uplift_bp: Option<u32>,
}

impl Default for SensitivityOptions {
    /// Two years of delay.
    fn default() -> Self {
        Self { quarters: 8, years: None, uplift_bp: None }
    }
}

/// What moves a position. Readers should ignore fields they do not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(title = "Subcap sensitivity, version 1")
)]
pub struct Sensitivity {
    /// Always `subcap.sensitivity/1`.
    #[cfg_attr(feature = "schema", schemars(extend("const" = SENSITIVITY_SCHEMA)))]
    pub schema: &'static str,
    /// Name of the estate.
    pub name: String,
    /// As-of date.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::DAY)))]
    pub as_of: String,
    /// ISO 4217 code of all money.
    pub currency: &'static str,
    /// Every lever once, by reading.
    pub tornado: Vec<ReadingTornado>,
    /// The delay curve, by reading.
    pub delay: Vec<ReadingDelay>,
    /// Beside the claim: support on the licences bought, by reading.
    pub forward_tail: Vec<ForwardTail>,
    /// Beside the claim: settlement shares seen in public.
    pub top_down: TopDown,
    /// What this is and is not.
    pub notice: &'static str,
}

impl Position {
    /// Levers, delay, and what stands beside the claim, under the readings asked for.
    ///
    /// ```
    /// # use subcap_core::{price::Readings, pvu::PvuTable, read::Reader, whatif::Position};
    /// # let mut reader = Reader::default();
    /// # for (name, text) in subcap_core::demo::tables() {
    /// #     reader.file(name, text.as_bytes())?;
    /// # }
    /// # let (tables, findings) = reader.finish().map_err(|(error, _)| error)?;
    /// # let readings = Readings::built_in()?.select(&["agreement".into()])?;
    /// # let position = Position::new(tables, findings, PvuTable::embedded()?, None, readings).map_err(|(error, _)| error)?;
    /// use subcap_core::whatif::SensitivityOptions;
    /// let answer = position.sensitivity(SensitivityOptions { quarters: 1, ..Default::default() })?;
    /// let levers = &answer.tornado[0].levers;
    /// assert!(levers[0].moves, "the widest comes first");
    /// assert_eq!(answer.delay[0].points[0].open, answer.tornado[0].total);
    /// # Ok::<(), subcap_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// If an option is out of range, or a scenario contradicts the estate.
    pub fn sensitivity(&self, options: SensitivityOptions) -> Result<Sensitivity, Error> {
        // Quick ones first: an option out of range should not cost the long ones.
        let forward_tail = self.forward_tail(options.years, options.uplift_bp)?;
        let delay = self.delay(options.quarters)?;
        let estate = self.estate();
        Ok(Sensitivity {
            schema: SENSITIVITY_SCHEMA,
            name: estate.name.clone(),
            as_of: estate.as_of.to_string(),
            currency: estate.currency.code(),
            tornado: self.tornado()?,
            delay,
            forward_tail,
            top_down: self.top_down()?,
            notice: NOTICE,
        })
    }
}
