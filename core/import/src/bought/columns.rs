//! Where lists of purchases have what: Passport Advantage, ILMT's import of part numbers, Flexera, OptiSAM.

use super::prices::PART;
use crate::text::Header;

pub(super) const DESCRIPTION: [&str; 7] = [
    "part description",
    "description",
    "product description",
    "item description",
    "part name",
    "line item description",
    "sku description",
];
pub(super) const BOUGHT_AS: [&str; 4] =
    ["purchase type", "transaction type", "entitlement type", "line type"];
const PRODUCT: [&str; 7] = [
    "product name",
    "product_name",
    "product",
    "software product",
    "software title",
    "application name",
    "licensed product",
];
const QUANTITY: [&str; 18] = [
    "effective quantity",
    "entitled quantity",
    "entitlement quantity",
    "acquired_licenses",
    "acquired licenses",
    "ordered quantity",
    "order quantity",
    "order qty",
    "purchase quantity",
    "purchased quantity",
    "license quantity",
    "licence quantity",
    "total quantity",
    "quantity",
    "qty",
    "number of licenses",
    "number of licences",
    "quantity ordered",
];
const ORDERED: [&str; 9] = [
    "sale order date",
    "sales order date",
    "order date",
    "purchase date",
    "date of purchase",
    "po date",
    "acquisition date",
    "invoice date",
    "ordering_date",
];
const START: [&str; 11] = [
    "start date",
    "coverage start date",
    "coverage start",
    "term start date",
    "license start date",
    "licence start date",
    "entitlement start date",
    "effective date",
    "valid from",
    "from",
    "start",
];
const END: [&str; 12] = [
    "end date",
    "coverage end date",
    "coverage end",
    "term end date",
    "license end date",
    "licence end date",
    "entitlement end date",
    "expiration date",
    "expiry date",
    "valid to",
    "to",
    "end",
];
const COVERAGE: [&str; 4] = ["coverage dates", "coverage", "coverage period", "coverage date"];
const SITE: [&str; 8] = [
    "site number",
    "ibm site number",
    "site",
    "agreement number",
    "contract number",
    "agreement",
    "contract",
    "ibm customer number",
];
const METRIC: [&str; 8] = [
    "metric",
    "charge metric",
    "license metric",
    "licence metric",
    "unit of measure",
    "uom",
    "charge unit",
    "metric name",
];

/// The columns of a list of purchases.
pub(super) struct Columns {
    pub part: Option<usize>,
    pub description: Option<usize>,
    pub product: Option<usize>,
    pub quantity: Option<usize>,
    pub order_type: Option<usize>,
    pub bought_as: Option<usize>,
    pub ordered: Option<usize>,
    pub start: Option<usize>,
    pub end: Option<usize>,
    /// That column has the end of coverage, which is that of support unless a term is bought.
    pub end_is_coverage: bool,
    pub coverage: Option<usize>,
    pub site: Option<usize>,
    pub metric: Option<usize>,
    pub price: Option<usize>,
    pub currency: Option<usize>,
    /// The quantities are of licences, whatever a description says.
    pub of_licences: bool,
}

impl Columns {
    pub fn of(header: &Header) -> Self {
        let end = header.find(&END);
        Self {
            part: header.find(&PART),
            description: header.find(&DESCRIPTION),
            product: header.find(&PRODUCT),
            quantity: header.find(&QUANTITY),
            order_type: header.find(&["order type"]),
            bought_as: header.find(&BOUGHT_AS),
            ordered: header.find(&ORDERED),
            start: header.find(&START),
            end,
            end_is_coverage: end.is_some_and(|at| header.name(at).to_lowercase().starts_with("coverage")),
            coverage: header.find(&COVERAGE),
            site: header.find(&SITE),
            metric: header.find(&METRIC),
            price: header.find(&["unit price", "unit_price", "price per unit", "unit cost"]),
            currency: header.find(&["currency", "currency code", "unit price currency"]),
            of_licences: header.has(&["acquired_licenses", "acquired licenses"]),
        }
    }
}
