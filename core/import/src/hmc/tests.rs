//! Output of consoles and partitions, invented, in the shapes people save it in.

use subcap_core::calendar::Day;
use subcap_core::finding::{Code, Finding};

use crate::facts::{Host, Machine, PowerState, Seen};
use crate::{Batch, Kind};

fn read(files: &[(&str, &str)]) -> Batch {
    crate::reading::batch(files)
}

fn host<'b>(batch: &'b Batch, name: &str) -> &'b Host {
    batch.facts.hosts.iter().find(|host| &*host.name == name).unwrap()
}

fn machine<'b>(batch: &'b Batch, name: &str) -> &'b Machine {
    batch.facts.machines.iter().find(|machine| &*machine.name == name).unwrap()
}

fn units(batch: &Batch, name: &str) -> (&'static str, Option<u64>) {
    (machine(batch, name).mode, machine(batch, name).milli_cores)
}

fn found(batch: &Batch, code: Code) -> Vec<Finding> {
    batch.findings.sorted().into_iter().filter(|finding| finding.code == code).collect()
}

const PASTED: &str = "\
hscroot@hmc1:~> lssyscfg -r sys -F name,type_model,serial_num,state --header
name,type_model,serial_num,state
P9-A,9009-42A,78ABC10,Operating
P9-B,9009-22A,78ABC20,Operating
hscroot@hmc1:~> lshwres -r proc -m P9-A --level sys
configurable_sys_proc_units=15.5,curr_avail_sys_proc_units=2.0,pend_avail_sys_proc_units=2.0,installed_sys_proc_units=20.0,deconfig_sys_proc_units=0
hscroot@hmc1:~> lshwres -r proc -m 9009-22A*78ABC20 --level sys
configurable_sys_proc_units=8.0,curr_avail_sys_proc_units=0.0,installed_sys_proc_units=8.0
hscroot@hmc1:~> lshwres -r proc -m P9-A --level lpar
lpar_name=app1,lpar_id=1,curr_shared_proc_pool_id=1,curr_shared_proc_pool_name=Gold,curr_proc_mode=shared,curr_min_proc_units=0.1,curr_proc_units=2.05,curr_max_proc_units=4.0,curr_min_procs=1,curr_procs=4,curr_max_procs=8,curr_sharing_mode=cap,curr_uncap_weight=0,pend_proc_mode=shared,pend_procs=4,pend_sharing_mode=cap,run_proc_units=2.05,run_procs=4
lpar_name=app2,lpar_id=2,curr_shared_proc_pool_id=0,curr_shared_proc_pool_name=DefaultPool,curr_proc_mode=shared,curr_proc_units=0.5,curr_procs=3,curr_sharing_mode=uncap,curr_uncap_weight=128
lpar_name=db1,lpar_id=3,curr_proc_mode=ded,curr_min_procs=1,curr_procs=6,curr_max_procs=8,curr_sharing_mode=share_idle_procs
lpar_name=old,lpar_id=4,curr_shared_proc_pool_id=9,curr_proc_mode=shared,curr_proc_units=0.0,curr_procs=0,curr_sharing_mode=uncap,pend_proc_mode=shared,pend_proc_units=1.0,pend_procs=2,pend_sharing_mode=uncap
hscroot@hmc1:~> lssyscfg -r lpar -m P9-A
name=app1,lpar_id=1,lpar_env=aixlinux,state=Running,\"os_version=AIX 7.2, TL5\",logical_serial_num=78ABC101
name=app2,lpar_id=2,lpar_env=aixlinux,state=Not Activated,os_version=Unknown
name=fresh,lpar_id=7,lpar_env=aixlinux,state=Not Activated,os_version=Unknown
hscroot@hmc1:~> lshwres -r procpool -m P9-A -F name,shared_proc_pool_id,max_pool_proc_units,lpar_names
DefaultPool,0,null,\"app2,old\"
Gold,1,4.0,app1
HSCL8012 The partition named x was not found.
";

#[test]
fn several_outputs_pasted_into_one_file() {
    let batch = read(&[("hmc1_2024-03-01.txt", PASTED)]);
    assert_eq!(batch.seen[0].kind, Kind::Hmc);
    let a = host(&batch, "P9-A");
    assert_eq!((a.cores, a.serial.as_deref(), a.sockets), (Some(16), Some("78ABC10"), None));
    assert_eq!(a.seen, Seen::On(Day::parse(b"2024-03-01").unwrap()));
    assert_eq!(host(&batch, "P9-B").cores, Some(8), "named by type, model and serial number");
    assert_eq!(batch.facts.hosts.len(), 2);

    assert_eq!(units(&batch, "app1"), ("capped", Some(2050)));
    assert_eq!(units(&batch, "app2"), ("uncapped", Some(3000)));
    assert_eq!(units(&batch, "db1"), ("dedicated", Some(6000)));
    assert_eq!(units(&batch, "old"), ("uncapped", Some(2000)), "what it gets when it starts");
    assert_eq!(units(&batch, "fresh"), ("vm", None));
    assert_eq!(batch.facts.machines.len(), 5);
    assert!(batch.facts.machines.iter().all(|machine| machine.host.as_deref() == Some("P9-A")));
    let power = |name| machine(&batch, name).power;
    assert_eq!([power("app1"), power("app2")], [Some(PowerState::On), Some(PowerState::Off)]);
    assert_eq!([power("db1"), power("old")], [None, Some(PowerState::Off)]);
    assert_eq!(machine(&batch, "app1").pool.as_deref(), Some("Gold"));
    assert_eq!(machine(&batch, "app2").pool, None, "the default pool has no limit of its own");
    assert_eq!(machine(&batch, "db1").origin.row, 12);
    let pools: Vec<_> =
        batch.facts.pools.iter().map(|pool| (&*pool.name, &*pool.host, pool.milli_cores)).collect();
    assert_eq!(pools, [("Gold", "P9-A", 4000)]);
    assert_eq!(found(&batch, Code::UnknownPool)[0].row, Some(13));
    assert!(found(&batch, Code::Damaged)[0].message.contains("HSCL8012"));
    assert_eq!(
        batch.seen[0].detail,
        "HMC, 2024-03-01: 2 systems, 24 activated cores, 5 cores installed beyond them, 5 partitions, 1 pool"
    );
    assert!(found(&batch, Code::Assumed).is_empty());
}

#[test]
fn systems_told_by_the_name_of_the_file_and_by_what_lies_beside_it() {
    let units = "configurable_sys_proc_units=16.0,installed_sys_proc_units=16.0\n";
    let lpars = "lpar_name,lpar_id,curr_proc_mode,curr_proc_units,curr_procs,curr_sharing_mode\na,1,ded,null,4,keep_idle_procs\n";
    let batch = read(&[("x/sys_P8-17.txt", units), ("x/lpars.txt", lpars)]);
    assert_eq!(host(&batch, "sys_P8-17").cores, Some(16));
    assert_eq!(machine(&batch, "a").host.as_deref(), Some("sys_P8-17"));
    assert_eq!(found(&batch, Code::Assumed).len(), 2);

    let systems = "name=P8-17,type_model=8286-42A,serial_num=06AA11\nname=P8-18,type_model=8286-42A,serial_num=06AA12\n";
    let named =
        [("s.txt", systems), ("proc_p8-17.txt", units), ("lpar_P8-18.txt", lpars), ("lpar.txt", lpars)];
    let batch = read(&named);
    assert_eq!((host(&batch, "P8-17").cores, host(&batch, "P8-18").cores), (Some(16), None));
    let hosts: Vec<_> = batch.facts.machines.iter().map(|machine| machine.host.as_deref()).collect();
    assert_eq!(hosts, [Some("P8-18"), None], "of two systems neither is guessed");
    assert_eq!(found(&batch, Code::ServerUnknown)[0].file, "lpar.txt");

    let two = read(&[("u.txt", &format!("{units}{units}"))]);
    assert_eq!((two.facts.hosts.len(), two.findings.incomplete()), (1, true));
    let only = read(&[(
        "l.txt",
        "# lshwres -r proc -m P7 --level lpar\nlpar_name=a,curr_proc_mode=ded,curr_procs=2\n",
    )]);
    assert_eq!(host(&only, "P7").cores, None);
    assert!(found(&only, Code::ServerUnknown)[0].message.contains("P7"));
}

#[test]
fn a_history_has_a_state_for_every_day_and_not_for_every_hour() {
    let sample = |time: &str, procs: u32, cycles: u32| {
        format!(
            "time={time},event_type=sample,resource_type=lpar,sys_time={time},lpar_name=a,lpar_id=1,curr_proc_mode=ded,curr_procs={procs},entitled_cycles={cycles}\n"
        )
    };
    let mut text = "$ lslparutil -r lpar -m P9\n".to_owned();
    for (time, procs) in [
        ("06/13/2013 01:00:00", 4),
        ("06/13/2013 02:00:00", 4),
        ("06/13/2013 03:00:00", 6),
        ("06/14/2013 01:00:00", 6),
    ] {
        text += &sample(time, procs, u32::try_from(text.len()).unwrap());
    }
    let batch = read(&[("util.txt", &text)]);
    let states: Vec<_> =
        batch.facts.machines.iter().map(|machine| (machine.seen, machine.milli_cores)).collect();
    let on = |day: &[u8]| Seen::On(Day::parse(day).unwrap());
    let (first, second) = (on(b"2013-06-13"), on(b"2013-06-14"));
    assert_eq!(states, [(first, Some(4000)), (first, Some(6000)), (second, Some(6000))]);
}

#[test]
fn a_partition_says_it_of_itself() {
    let text = "$ prtconf | head\nSystem Model: IBM,9117-MMD\nMachine Serial Number: 1012345\nProcessor Type: PowerPC_POWER7\n\
        $ lparstat -i\n\
        Node Name                                  : aix1.corp.example\nPartition Name                             : aix1\nPartition Number                           : 5\n\
        Type                                       : Shared-SMT-4\nMode                                       : Uncapped\nEntitled Capacity                          : 1.50\n\
        Shared Pool ID                             : 0\nOnline Virtual CPUs                        : 6\nMaximum Physical CPUs in system            : 64\n\
        Active Physical CPUs in system             : 48\nPhysical CPU Percentage                    : 25.00%\n\
        Node Name : aix2\nPartition Name : aix2\nType : Shared\nMode : Capped\nEntitled Capacity : 0.25\nOnline Virtual CPUs : 2\n\
        Node Name : aix3\nPartition Name : aix3\nType : Dedicated-SMT-8\nMode : Capped\nEntitled Capacity : 4.00\nOnline Virtual CPUs : 4\n";
    let batch = read(&[("lparstat.txt", text)]);
    assert_eq!(units(&batch, "aix1"), ("uncapped", Some(6000)));
    assert_eq!(units(&batch, "aix2"), ("capped", Some(250)));
    assert_eq!(units(&batch, "aix3"), ("dedicated", Some(4000)));
    assert_eq!(machine(&batch, "aix1").dns.as_deref(), Some("aix1.corp.example"));
    let own = host(&batch, "9117-MMD 1012345");
    assert_eq!((own.cores, own.processor.as_deref()), (Some(48), Some("PowerPC_POWER7")));
    assert_eq!(machine(&batch, "aix1").host.as_deref(), Some("9117-MMD 1012345"));
    assert_eq!(machine(&batch, "aix2").host, None);
    let homeless = found(&batch, Code::ServerUnknown);
    assert_eq!(homeless.len(), 2, "{homeless:?}");
}

#[test]
fn what_cannot_be_read_is_said() {
    let text = "configurable_sys_proc_units=many,installed_sys_proc_units=-1\nlpar_name=a,curr_proc_mode=shared,curr_sharing_mode=cap,curr_proc_units=1,5\nsome words\nlpar_name=b,curr_proc_mode=shared,curr_sharing_mode=cap,curr_proc_units=0x\n";
    let batch = read(&[("p.txt", text)]);
    assert_eq!(host(&batch, "p").cores, None);
    assert_eq!(found(&batch, Code::NotANumber).len(), 3);
    assert_eq!(units(&batch, "b"), ("capped", None));
    let strange = found(&batch, Code::NotUsed);
    assert_eq!((strange[0].row, &strange[0].message[..2]), (Some(2), "2 "));
    let absurd = "lpar_name=a,lpar_id=1,curr_proc_mode=ded,curr_procs=99999999999999999999\nconfigurable_sys_proc_units=99999999999999\n";
    let batch = read(&[("p.txt", absurd)]);
    assert_eq!((host(&batch, "p").cores, machine(&batch, "a").milli_cores), (None, None));
}

#[test]
fn units_beyond_all_bounds_do_not_overflow() {
    let of = |system| {
        format!(
            "# lshwres -r proc -m {system} --level sys\nconfigurable_sys_proc_units=0,installed_sys_proc_units=18446744073709551\n"
        )
    };
    let batch = read(&[("p.txt", &format!("{}{}", of("P9-A"), of("P9-B")))]);
    assert_eq!((host(&batch, "P9-A").cores, host(&batch, "P9-B").cores), (Some(0), Some(0)));
    assert!(batch.seen[0].detail.contains("cores installed beyond them"), "{}", batch.seen[0].detail);
}

#[test]
fn changed_output_never_panics() {
    let mut state = 11_u32;
    for _ in 0..500 {
        let mut bytes = PASTED.as_bytes().to_vec();
        for _ in 0..8 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = (state >> 8) as usize % bytes.len();
            bytes[at] = b"\"=,:.-\n\xFF0a"[state as usize % 10];
        }
        assert!(!crate::reading::of_bytes(&[("p.txt", bytes)]).seen.is_empty());
    }
}

#[test]
fn shells_of_windows_write_utf_16() {
    let text = "lshwres -r proc -m P9 --level sys\r\nconfigurable_sys_proc_units=4.0\r\n";
    let bytes: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let batch = crate::reading::of_bytes(&[("p.txt", bytes)]);
    assert_eq!((batch.seen[0].kind, host(&batch, "P9").cores), (Kind::Hmc, Some(4)));
}

type Sized = (String, Option<u32>);
type Placed = (String, Option<String>);

/// Hosts with their cores and machines with their hosts, whichever intake they came in.
fn estate(batches: &[Batch]) -> (Vec<Sized>, Vec<Placed>) {
    let text = |name: &std::sync::Arc<str>| name.to_string();
    let hosts = batches.iter().flat_map(|batch| &batch.facts.hosts);
    let machines = batches.iter().flat_map(|batch| &batch.facts.machines);
    let hosts = hosts.map(|host| (text(&host.name), host.cores)).collect();
    (hosts, machines.map(|machine| (text(&machine.name), machine.host.as_ref().map(text))).collect())
}

const UNITS_16: &str = "configurable_sys_proc_units=16.0,installed_sys_proc_units=24.0\n";
const UNITS_8: &str = "configurable_sys_proc_units=8.0,installed_sys_proc_units=24.0\n";
const LPAR: &str = "lpar_name=app1,lpar_id=1,curr_shared_proc_pool_id=1,curr_shared_proc_pool_name=Gold,curr_proc_mode=shared,curr_proc_units=2.05,curr_procs=6,curr_sharing_mode=uncap\n";
const SYSTEMS: &str = "name,type_model,serial_num\nP9-A,9009-42A,78ABC10\n";

#[test]
fn files_given_one_by_one_belong_together() {
    let pools = "name=DefaultPool,shared_proc_pool_id=0,max_pool_proc_units=null\nname=Gold,shared_proc_pool_id=1,max_pool_proc_units=4.0\n";
    let batches = crate::reading::each_alone(&[
        ("P9-A_lpar.txt", LPAR),
        ("P9-A_sys.txt", UNITS_16),
        ("P9-A_procpool.txt", pools),
        ("lssyscfg_sys.txt", SYSTEMS),
    ]);
    let (hosts, machines) = estate(&batches);
    assert_eq!(hosts, [("P9-A".to_owned(), Some(16))]);
    assert_eq!(machines, [("app1".to_owned(), Some("P9-A".to_owned()))]);
    assert_eq!(batches[0].facts.machines[0].pool.as_deref(), Some("Gold"));
    let headed = "name,shared_proc_pool_id,max_pool_proc_units\nGold,1,4.0\n";
    assert_eq!(crate::tell("P9-A_procpool.txt", headed.as_bytes()), Kind::Hmc);
    let lparstat = "Partition Name : app9\nType : Shared\nMode : Uncapped\nShared Pool ID : 1\nOnline Virtual CPUs : 8\n";
    let systems = "P9-A/systems.txt";
    let of_pool =
        crate::reading::batch(&[("P9-A/pool.txt", headed), (systems, SYSTEMS), ("P9-A/app9.txt", lparstat)]);
    let own = machine(&of_pool, "app9");
    assert_eq!((own.host.as_deref(), own.pool.as_deref()), (Some("P9-A"), Some("Gold")));
    assert_eq!(batches[2].facts.pools[0].milli_cores, 4000);
    assert!(batches.iter().all(|batch| !batch.findings.incomplete()));
}

#[test]
fn systems_are_told_apart_by_their_folders() {
    let files = [
        ("P9-A/lshwres_proc_lpar.txt", LPAR),
        ("P9-A/lshwres_proc_sys.txt", UNITS_16),
        ("P9-B/lshwres_proc_lpar.txt", LPAR),
        ("P9-B/lshwres_proc_sys.txt", UNITS_8),
    ];
    let (hosts, machines) = estate(&crate::reading::each_alone(&files));
    assert_eq!(hosts, [("P9-A".to_owned(), Some(16)), ("P9-B".to_owned(), Some(8))]);
    let of = |host: &str| ("app1".to_owned(), Some(host.to_owned()));
    assert_eq!(machines, [of("P9-A"), of("P9-B")]);

    let named = [("hmc/10/sys.txt", UNITS_8), ("hmc/P9-A/sys.txt", UNITS_16), ("systems.txt", SYSTEMS)];
    let (hosts, _) = estate(&crate::reading::each_alone(&named));
    assert_eq!(hosts, [("10".to_owned(), Some(8)), ("P9-A".to_owned(), Some(16))]);
    // A name that is part of a longer one is not meant.
    let longer = [("P9-A1_lpar.txt", LPAR), ("other/systems.txt", SYSTEMS)];
    assert_eq!(estate(&crate::reading::each_alone(&longer)).1, [("app1".to_owned(), None)]);
}
