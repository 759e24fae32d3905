//! The map and the set against the standard library's, by random steps at many sizes.

use std::collections::{BTreeMap, BTreeSet};

use super::{Map, Set};

/// Numbers that look random, the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

fn step(
    ours: &mut Map<String, u64>,
    std: &mut BTreeMap<String, u64>,
    dice: &mut Dice,
    keys: u64,
    removes: u64,
) {
    let (key, value) = (format!("{:06}", dice.below(keys)), dice.below(1000));
    match dice.below(9 + removes) {
        0..4 => assert_eq!(ours.insert(key.clone(), value), std.insert(key, value)),
        4 => {
            *ours.entry(key.clone()).or_default() += value;
            *std.entry(key).or_default() += value;
        }
        5 => assert_eq!(ours.entry(key.clone()).or_insert(value), std.entry(key).or_insert(value)),
        6 => assert_eq!(ours.get(key.as_str()), std.get(key.as_str())),
        7 => assert_eq!(ours.get_mut(&key), std.get_mut(&key)),
        8 => assert_eq!(ours.contains_key(&key), std.contains_key(&key)),
        _ => assert_eq!(ours.remove(key.as_str()), std.remove(key.as_str())),
    }
}

/// Whatever can be seen of a map, seen alike.
fn same(ours: &Map<String, u64>, std: &BTreeMap<String, u64>, from: &str) {
    assert_eq!((ours.len(), ours.is_empty()), (std.len(), std.is_empty()));
    assert!(ours.iter().eq(std));
    assert!(ours.keys().eq(std.keys()) && ours.values().eq(std.values()));
    assert!(ours.range(from.to_owned()..).eq(std.range(from.to_owned()..)));
    assert_eq!(ours.last_key_value(), std.last_key_value());
    assert!(ours.clone().into_iter().eq(std.clone()));
    assert!(ours.clone().into_keys().eq(std.keys().cloned()));
    assert!(ours.clone().into_values().eq(std.values().copied()));
    assert_eq!(format!("{ours:?}"), format!("{std:?}"));
    let again: Map<String, u64> = std.iter().rev().map(|(key, value)| (key.clone(), *value)).collect();
    assert_eq!(&again, ours);
}

#[test]
fn maps_are_as_the_standard_ones() {
    // Keys, steps, and how often some are removed: never, now and then, until none is left.
    for (keys, steps, removes) in
        [(3, 200, 9), (40, 500, 3), (900, 6_000, 6), (5_000, 40_000, 2), (90_000, 30_000, 0)]
    {
        let mut dice = Dice(keys + removes);
        let (mut ours, mut std) = (Map::default(), BTreeMap::new());
        for at in 1..=steps {
            step(&mut ours, &mut std, &mut dice, keys, removes);
            if at % (steps / 20) != 0 {
                continue;
            }
            same(&ours, &std, &format!("{:06}", dice.below(keys)));
            // Now and then all move to where they come; what is added afterwards moves them apart again.
            match at / (steps / 20) % 4 {
                0 => ours.values_mut().zip(std.values_mut()).for_each(|(a, b)| (*a, *b) = (*a + 1, *b + 1)),
                1 => (&mut ours).into_iter().zip(&mut std).for_each(|(a, b)| {
                    assert_eq!(a, b);
                    (*a.1, *b.1) = (7, 7);
                }),
                2 => {
                    let keep = |key: &String, value: &mut u64| !key.ends_with('3') || value.is_multiple_of(2);
                    ours.retain(keep);
                    std.retain(keep);
                }
                _ => {}
            }
        }
    }
}

#[test]
fn sets_are_as_the_standard_ones() {
    for (keys, steps) in [(5, 300), (300, 3_000), (20_000, 20_000)] {
        let mut dice = Dice(keys);
        let (mut ours, mut std) = (Set::new(), BTreeSet::new());
        for at in 1..=steps {
            let key = dice.below(keys);
            match dice.below(6) {
                0..4 => assert_eq!(ours.insert(key), std.insert(key)),
                4 => assert_eq!(ours.contains(&key), std.contains(&key)),
                _ => assert_eq!(ours.remove(&key), std.remove(&key)),
            }
            if at % (steps / 10) == 0 {
                assert!(ours.iter().eq(&std) && ours.range(key..).eq(std.range(key..)));
                assert_eq!((ours.first(), ours.last(), ours.len()), (std.first(), std.last(), std.len()));
                assert!(ours.clone().into_iter().eq(std.clone()));
                let mut more = ours.clone();
                more.extend(&[keys, keys + 1]);
                assert!(ours.is_subset(&more) && !more.is_subset(&ours) && ours != more);
                more.retain(|key| *key < keys);
                assert_eq!(more, ours);
            }
        }
    }
}

/// In order, against it and from both ends: where chunks begin and end.
#[test]
fn sequences_are_in_order() {
    let count = 3_000_u32;
    let outside_in = |at: u32| if at.is_multiple_of(2) { at } else { 2 * count - at };
    let numbers: [&dyn Fn(u32) -> u32; 3] = [&|at| at, &|at| u32::MAX - at, &outside_in];
    for number in numbers {
        let mut ours: Set<u32> = (0..count).map(number).collect();
        let std: BTreeSet<u32> = (0..count).map(number).collect();
        assert!(ours.iter().eq(&std));
        for key in std {
            assert_eq!(ours.first(), Some(&key));
            assert!(ours.remove(&key) && !ours.remove(&key));
        }
        assert!(ours.is_empty() && ours.iter().next().is_none() && ours.insert(1));
    }
}
