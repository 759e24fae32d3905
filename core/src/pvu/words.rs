//! A processor name as words, so that the spelling of the tool that printed it no longer matters.

/// One word of a processor name, lower case, letters and digits only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    /// Set if the word is a model number (`x7560`) or a range of them (`5500-5699`).
    pub(super) number: Option<Number>,
}

/// A model number with the letters around it: `x7560`, `6787p`; a range has different ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) prefix: String,
    pub(super) low: u32,
    pub(super) high: u32,
    pub(super) suffix: String,
}

/// Words that every tool adds or leaves out at will.
const NOISE: [&str; 4] = ["cpu", "cpus", "processor", "processors"];
/// The largest number before `core` that is a count of cores and not a model.
const MOST_CORES: u32 = 256;
/// The longest run of letters before or after the digits of a model number.
const AFFIX: usize = 2;
/// The longest run of digits in a model number.
const DIGITS: usize = 5;

/// `Intel(R) Xeon(R) CPU E5-2683 v4 @ 2.10GHz` becomes `intel xeon e5 2683 v4`.
pub(super) fn words(name: &str) -> Vec<Word> {
    let mut found: Vec<String> = Vec::new();
    for chunk in chunks(name) {
        let chunk = chunk.trim_matches(['-', '.']);
        if let Some(speed) = chunk.strip_suffix("ghz").or_else(|| chunk.strip_suffix("mhz")) {
            if speed.is_empty() && found.last().is_some_and(|last| is_speed(last)) {
                found.pop();
            }
            if speed.is_empty() || is_speed(speed) {
                continue;
            }
        }
        // A speed written apart ("2.5 GHz") must stay whole until its unit comes.
        if parse_range(chunk).is_some() || (chunk.contains('.') && is_speed(chunk)) {
            found.push(chunk.to_owned());
        } else {
            for part in chunk.split(['-', '.']).filter(|part| !part.is_empty()) {
                push(&mut found, part);
            }
        }
    }
    if found.iter().any(|word| power_generation(word).is_some()) {
        found.retain(|word| word != "power");
    }
    found
        .into_iter()
        .map(|text| Word { number: parse_number(&text).or_else(|| parse_range(&text)), text })
        .collect()
}

/// ASCII in lower case, without trade marks, cut at everything but letters, digits, hyphens and points.
fn chunks(name: &str) -> Vec<String> {
    let lower = name.to_ascii_lowercase();
    let plain = ["(r)", "(tm)", "(c)", "®", "™", "©"]
        .iter()
        .fold(lower, |text, mark| text.replace(mark, " "))
        .replace('+', " plus ");
    plain
        .split(|sign: char| !(sign.is_alphanumeric() || sign == '-' || sign == '.'))
        .filter(|chunk| !chunk.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Adds a word, or joins it to the word before: `POWER 9`, `T2 Plus`, `2690v4`, `32 cores`.
fn push(found: &mut Vec<String>, word: &str) {
    if NOISE.contains(&word) {
        return;
    }
    if let Some(last) = found.last_mut() {
        if word == "plus" && power_generation(last).is_none() {
            last.push_str(word);
            return;
        }
        if last == "power" && matches!(word.parse::<u32>(), Ok(4..=11)) {
            last.push_str(word);
            return;
        }
        if matches!(word, "core" | "cores") && last.parse().is_ok_and(|count: u32| count <= MOST_CORES) {
            found.pop();
            return;
        }
    }
    if word == "plus" {
        return;
    }
    if let Some(generation) = power_generation(word) {
        found.push(format!("power{generation}"));
    } else if let Some((model, version)) = model_and_version(word) {
        found.push(model.to_owned());
        found.push(version.to_owned());
    } else {
        found.push(word.to_owned());
    }
}

/// The digits of `power9`, and of the variants of one generation such as `power8e` and `power8nvl`.
fn power_generation(word: &str) -> Option<&str> {
    let rest = word.strip_prefix("power")?;
    let digits = rest.trim_end_matches(|sign: char| sign.is_ascii_lowercase());
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && digits.len() <= 2).then_some(digits)
}

/// `2690v4` is the model `2690` in its version `v4`.
fn model_and_version(word: &str) -> Option<(&str, &str)> {
    let (model, version) = word.split_once('v')?;
    let version_is_digit = version.len() == 1 && version.bytes().all(|byte| byte.is_ascii_digit());
    let model_is_number = model.len() >= 3 && model.starts_with(|sign: char| sign.is_ascii_digit());
    (version_is_digit && model_is_number).then(|| (model, word.split_at(model.len()).1))
}

/// `2.50` or `2400`: what may stand before `GHz` or `MHz`.
fn is_speed(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// Reads `x7560`, `6787p`, `5160`: up to two letters, up to five digits, up to two letters.
pub(super) fn parse_number(text: &str) -> Option<Number> {
    let body = text.trim_start_matches(|sign: char| sign.is_ascii_lowercase());
    let digits = body.trim_end_matches(|sign: char| sign.is_ascii_lowercase());
    let (prefix, _) = text.split_at(text.len().checked_sub(body.len())?);
    let (_, suffix) = body.split_at(digits.len());
    let fits = prefix.len() <= AFFIX && suffix.len() <= AFFIX && (1..=DIGITS).contains(&digits.len());
    if !fits || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value = digits.parse().ok()?;
    Some(Number { prefix: prefix.to_owned(), low: value, high: value, suffix: suffix.to_owned() })
}

/// Reads `3400-3699`: two rising numbers of three or more digits and of one length.
fn parse_range(text: &str) -> Option<Number> {
    let (left, right) = text.split_once('-')?;
    let (first, last) = (parse_number(left)?, parse_number(right)?);
    let bare = [&first, &last].iter().all(|end| end.prefix.is_empty() && end.suffix.is_empty());
    let fits = bare && left.len() >= 3 && left.len() == right.len() && first.low < last.low;
    fits.then_some(Number { high: last.low, ..first })
}

#[cfg(test)]
mod tests {
    use super::words;

    fn plain(name: &str) -> String {
        words(name).into_iter().map(|word| word.text).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn spelling_of_tools_is_levelled() {
        for (name, expected) in [
            ("Intel(R) Xeon(R) CPU           X7560  @ 2.27GHz", "intel xeon x7560"),
            ("INTEL XEON GOLD 6148 @2.4GHZ", "intel xeon gold 6148"),
            ("Intel® Xeon® E5-2690v4, 2.60 GHz", "intel xeon e5 2690 v4"),
            ("Intel Xeon 5160 3000 MHz", "intel xeon 5160"),
            ("AMD EPYC 7543 32-Core Processor", "amd epyc 7543"),
            ("IBM POWER9 (architected), E980", "ibm power9 architected e980"),
            ("PowerPC_POWER8", "powerpc power8"),
            ("POWER8E (raw), altivec supported", "power8 raw altivec supported"),
            ("POWER7+", "power7"),
            ("IBM Power 10 S1022s", "ibm power10 s1022s"),
            ("IBM Power Systems POWER9", "ibm systems power9"),
            ("IBM Power 770", "ibm power 770"),
            ("IBM,8286-42A", "ibm 8286 42a"),
            ("UltraSPARC-T2+", "ultrasparc t2plus"),
            (
                "Intel(R) Xeon(R) Multi-core 3400-3699 or 5500-5699",
                "intel xeon multi core 3400-3699 or 5500-5699",
            ),
            (" \u{a0}(R)@ - . ", ""),
        ] {
            assert_eq!(plain(name), expected, "{name}");
        }
    }
}
