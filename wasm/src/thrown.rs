//! Errors as JavaScript knows them: an `Error` whose properties say what the core's error says.

use js_sys::Reflect;
use subcap_core::error::{Error, ErrorCode};
use subcap_core::finding::Findings;
use subcap_core::json;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen(typescript_custom_section)]
const ENGINE_ERROR: &str = r#"
/** What the engine throws. */
export interface EngineError extends Error {
    name: "EngineError";
    /** Stable code, such as `missing-table`; `bad-option` if a call was made wrongly. */
    code: string;
    /** File, as it was named. */
    file: string | null;
    /** Line of the file on which the row starts; the header is on line 1. */
    row: number | null;
    column: string | null;
    /** What to do about it. */
    hint: string;
    /** JSON text of what was found until then, a list of findings; null if nothing was read. */
    findings: string | null;
}
"#;

/// An error of the core.
pub fn error(error: Error) -> JsValue {
    object(&error, None)
}

/// An error with what was found until then: it often shows the cause.
pub fn with_findings((error, findings): (Error, Findings)) -> JsValue {
    object(&error, json::line(&findings.sorted()).ok())
}

/// Options that are not what the call takes.
pub fn bad_options(problem: impl ToString) -> JsValue {
    let advice = "The types of the options are in engine.d.ts.";
    error(Error::new(ErrorCode::BadOption, problem.to_string(), advice))
}

fn object(error: &Error, findings: Option<String>) -> JsValue {
    let object = js_sys::Error::new(&error.message);
    object.set_name("EngineError");
    let text = |text: Option<&String>| text.map_or(JsValue::NULL, JsValue::from);
    let properties = [
        ("code", JsValue::from(error.code.as_str())),
        ("file", text(error.file.as_ref())),
        ("row", error.row.map_or(JsValue::NULL, JsValue::from)),
        ("column", text(error.column.as_ref())),
        ("hint", JsValue::from(&error.advice)),
        ("findings", text(findings.as_ref())),
    ];
    for (name, value) in properties {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from(name), &value);
    }
    object.into()
}
