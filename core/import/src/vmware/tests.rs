//! Every dialect with invented data, and what goes wrong in each.

use subcap_core::calendar::Day;
use subcap_core::finding::{Code, Finding};

use crate::facts::{Host, Machine, PowerState, Seen};
use crate::{Batch, Intake, Kind, Limits, Use};

fn read(files: &[(&str, &str)]) -> Batch {
    let mut intake = Intake::new("export", Limits::default());
    for (path, text) in files {
        intake.begin(path, None);
        // Slices of an odd size: nothing may hang on where they end.
        text.as_bytes().chunks(7).for_each(|slice| intake.push(slice));
    }
    crate::reading::together_of(intake.finish())
}

fn day(text: &str) -> Seen {
    Seen::On(Day::parse(text.as_bytes()).unwrap())
}

fn host<'b>(batch: &'b Batch, name: &str) -> &'b Host {
    batch.facts.hosts.iter().find(|host| &*host.name == name).unwrap()
}

fn machine<'b>(batch: &'b Batch, name: &str) -> &'b Machine {
    batch.facts.machines.iter().find(|machine| &*machine.name == name).unwrap()
}

fn kinds(batch: &Batch) -> Vec<Kind> {
    batch.seen.iter().map(|seen| seen.kind).collect()
}

fn found(batch: &Batch, code: Code) -> Vec<Finding> {
    batch.findings.sorted().into_iter().filter(|finding| finding.code == code).collect()
}

fn detail<'b>(batch: &'b Batch, path: &str) -> &'b str {
    &batch.seen.iter().find(|seen| seen.path == path).unwrap().detail
}

const VHOST: &str = "\"Host\",\"Datacenter\",\"Cluster\",\"CPU Model\",\"Speed\",\"HT Active\",\"# CPU\",\"Cores per CPU\",\"# Cores\",\"Serial number\",\"UUID\",\"VI SDK Server\"\r\n\
    esx01.corp.example,dc,Gold,Intel(R) Xeon(R) Gold 6338,\"2,000\",True,2,32,64,SN1,4c4c-1,vc01\r\n\
    esx02.corp.example,dc,Gold,Intel(R) Xeon(R) Gold 6338,\"2,000\",True,2,32,64,SN2,4c4c-2,vc01\r\n";

const VINFO: &str = "VM,Powerstate,Template,SRM Placeholder,DNS Name,CPUs,Memory,Annotation,Cluster,Cost Centre,Datacenter,Cluster,Host,VM ID,SMBIOS UUID,VM UUID,VI SDK Server\n\
    app1,poweredOn,False,False,app1.corp.example,8,\"16,384\",\"two\nlines\",tag,77,dc,Gold,esx01.corp.example,vm-1,420b-1,500b-1,vc01\n\
    app2,poweredOff,False,False,,4,8,,tag,,dc,Gold,ESX02,vm-2,420b-2,500b-2,vc01\n\
    app3,suspended,False,False,,2,8,,,,dc,Gold,esx09,vm-3,420b-3,500b-3,vc01\n\
    gold-image,poweredOff,True,False,,2,8,,,,dc,Gold,esx01.corp.example,vm-4,420b-4,500b-4,vc01\n\
    app1-dr,poweredOff,False,True,,8,8,,,,dc,Gold,esx01.corp.example,vm-5,420b-5,500b-5,vc01\n";

const VMETA: &str = "RVTools major version,RVTools version,xlsx creation datetime,Server\n4.6,4.6.1.0,2024/03/01 10:00:00,vc01\n";

#[test]
fn a_folder_of_rvtools_csv() {
    let vcluster = "Name,NumHosts,NumCpuCores,NumCpuThreads,VI SDK Server\nGold,3,192,384,vc01\n";
    let vdisk = "VM,Powerstate,Disk,Host\napp1,poweredOn,1,esx01\n";
    let batch = read(&[
        ("r/RVTools_tabvInfo.csv", VINFO),
        ("r/RVTools_tabvDisk.csv", vdisk),
        ("r/RVTools_tabvHost.csv", VHOST),
        ("r/RVTools_tabvCluster.csv", vcluster),
        ("r/RVTools_tabvMetaData.csv", VMETA),
    ]);
    let expected =
        [Kind::VmwareVms, Kind::VmwareOther, Kind::VmwareHosts, Kind::VmwareClusters, Kind::VmwareMeta];
    assert_eq!(kinds(&batch), expected);
    assert!(matches!(&batch.seen[1].used, Use::Not(why) if why.contains("cores")));

    let esx = host(&batch, "esx01.corp.example");
    assert_eq!((esx.sockets, esx.cores), (Some(2), Some(64)));
    assert_eq!((esx.cluster.as_deref(), esx.serial.as_deref()), (Some("Gold"), Some("SN1")));
    assert_eq!((esx.seen, esx.server.as_deref()), (day("2024-03-01"), Some("vc01")));
    assert_eq!(esx.processor.as_deref(), Some("Intel(R) Xeon(R) Gold 6338"));

    let app = machine(&batch, "app1");
    assert_eq!((app.milli_cores, app.power, app.mode), (Some(8000), Some(PowerState::On), "vm"));
    // The custom attribute of the same name stands before the column and is not it.
    assert_eq!((app.cluster.as_deref(), app.host.as_deref()), (Some("Gold"), Some("esx01.corp.example")));
    assert_eq!(app.uuids.iter().map(|uuid| &**uuid).collect::<Vec<_>>(), ["500b-1", "420b-1"]);
    assert_eq!(app.dns.as_deref(), Some("app1.corp.example"));
    assert_eq!(machine(&batch, "app2").power, Some(PowerState::Off));
    assert_eq!(machine(&batch, "app3").power, Some(PowerState::Suspended));
    assert_eq!(machine(&batch, "app2").origin.row, 4, "a cell with a line break moves the lines");
    assert_eq!(batch.facts.machines.len(), 3, "neither template nor placeholder");
    assert_eq!(found(&batch, Code::NotUsed)[0].message, "1 template and 1 placeholder left out");

    // Of ESX02 the row is found without its domain; of esx09 there is none.
    let unknown = found(&batch, Code::ServerUnknown);
    assert_eq!((unknown.len(), unknown[0].row), (1, Some(5)));
    assert!(unknown[0].message.contains("esx09"));
    assert_eq!(host(&batch, "esx09").cores, None);
    let cluster = found(&batch, Code::TotalDiffers);
    assert!(cluster[0].message.contains("192") && cluster[0].message.contains("128"), "{cluster:?}");

    assert_eq!(
        detail(&batch, "r/RVTools_tabvHost.csv"),
        "RVTools 4.6.1.0, 2024-03-01, vCenter vc01: 2 hosts, 128 cores"
    );
    assert_eq!(
        detail(&batch, "r/RVTools_tabvInfo.csv"),
        "RVTools 4.6.1.0, 2024-03-01, vCenter vc01: 3 machines (1 powered off), 1 template and 1 placeholder left out"
    );
}

#[test]
fn database_names_semicolons_and_a_date_in_the_folder() {
    let hosts = "vHostName;vHostDatacenter;vHostCluster;vHostCpuModel;vHostCpuMhz;vHostNumCpu;vHostCoresPerCPU;vHostNumCpuCores;vHostvCPUs\r\nesx1;d;Blau;Intel;2.000;2;16;32;100\r\n";
    let vms = "vInfoVMName;vInfoPowerstate;vInfoTemplate;vInfoGuestHostName;vInfoCPUs;vInfoMemory;vInfoDataCenter;vInfoCluster;vInfoHost;vInfoUUID\r\napp;poweredOn;False;app.corp;12;1.024;d;Blau;esx1;u1\r\n";
    let folder = "RVTools_export_all_2018-11-30_07.00.00";
    let batch = read(&[(&format!("{folder}/vHost.csv"), hosts), (&format!("{folder}/x.csv"), vms)]);
    assert_eq!(kinds(&batch), [Kind::VmwareHosts, Kind::VmwareVms]);
    let esx = host(&batch, "esx1");
    assert_eq!((esx.sockets, esx.cores, esx.seen), (Some(2), Some(32), day("2018-11-30")));
    let app = machine(&batch, "app");
    assert_eq!((app.milli_cores, app.host.as_deref()), (Some(12_000), Some("esx1")));
    assert_eq!((app.seen, app.uuids.len()), (day("2018-11-30"), 1));
    assert!(batch.findings.is_empty(), "{:?}", batch.findings.sorted());
}

#[test]
fn the_third_generation_has_fewer_columns() {
    let vms = "VM,Powerstate,Template,CPUs,Memory,Provisioned MB,In Use MB,Cluster,Host,OS\nold,poweredOn,False,4,4096,1,1,C,h1.x,Windows\n";
    let batch = read(&[("vInfo.csv", vms)]);
    assert_eq!(machine(&batch, "old").milli_cores, Some(4000));
    assert_eq!((host(&batch, "h1.x").cores, host(&batch, "h1.x").cluster.as_deref()), (None, Some("C")));
    let finding = &found(&batch, Code::ServerUnknown)[0];
    assert!(finding.message.contains("no table of hosts"), "{finding:?}");
    assert_eq!(detail(&batch, "vInfo.csv"), "RVTools, undated: 1 machine");
    assert_eq!(machine(&batch, "old").seen, Seen::Undated);
}

#[test]
fn virtual_processors_fill_what_the_machines_lack_and_nothing_else() {
    let cpus = "VM,Powerstate,Template,CPUs,Sockets,Cores p/s,Host,VM UUID\n\
        a,poweredOn,False,6,1,6,h,u1\nb,poweredOn,False,3,1,3,h,u2\nc,poweredOn,False,5,1,5,h,\nc,poweredOn,False,7,1,7,h,\n";
    let vms = "VM,CPUs,Host,VM UUID\na,2,h,u1\nrenamed,,h,u2\nc,?,h,\n";
    let batch = read(&[("vCPU.csv", cpus), ("vInfo.csv", vms)]);
    assert_eq!(kinds(&batch), [Kind::VmwareCpus, Kind::VmwareVms]);
    assert_eq!(machine(&batch, "a").milli_cores, Some(2000), "its own count stands");
    assert_eq!(machine(&batch, "renamed").milli_cores, Some(3000), "by UUID");
    assert_eq!(machine(&batch, "c").milli_cores, None, "two bear the name");
    assert_eq!(batch.facts.machines.len(), 3);
    assert_eq!(found(&batch, Code::NotANumber).len(), 1, "what another table fills was not missed");
    assert_eq!(found(&batch, Code::Empty)[0].message, "the virtual processors of c are not stated");

    let alone = read(&[("2024-05-06/vCPU.csv", cpus)]);
    assert_eq!(alone.facts.machines.len(), 4);
    assert_eq!(
        (machine(&alone, "a").milli_cores, machine(&alone, "a").seen),
        (Some(6000), day("2024-05-06"))
    );
}

#[test]
fn powercli_with_its_type_line() {
    let hosts = "#TYPE VMware.VimAutomation.ViCore.Impl.V1.Inventory.VMHostImpl\r\n\
        \"Name\",\"Parent\",\"ConnectionState\",\"NumCpu\",\"ProcessorType\",\"HyperthreadingActive\",\"IsStandalone\",\"Uid\"\r\n\
        \"esx1.x\",\"Prod\",\"Connected\",\"48\",\"AMD EPYC 7443\",\"True\",\"False\",\"/VIServer=corp\\ann@vc7.x:443/VMHost=HostSystem-host-1/\"\r\n\
        \"esx2.x\",\"dc\",\"Connected\",\"16\",\"AMD EPYC 7443\",\"True\",\"True\",\"\"\r\n";
    let vms = "\"Name\";\"PowerState\";\"NumCpu\";\"CoresPerSocket\";\"VMHost\";\"PersistentId\"\r\n\"db1\";\"PoweredOn\";\"4\";\"2\";\"esx1.x\";\"500b-9\"\r\n";
    let batch = read(&[("h.csv", hosts), ("v.csv", vms)]);
    assert_eq!(kinds(&batch), [Kind::VmwareHosts, Kind::VmwareVms]);
    let esx = host(&batch, "esx1.x");
    assert_eq!((esx.cores, esx.sockets, esx.server.as_deref()), (Some(48), None, Some("vc7.x")));
    assert_eq!((esx.cluster.as_deref(), host(&batch, "esx2.x").cluster.as_deref()), (Some("Prod"), None));
    assert_eq!(esx.origin.row, 3, "the line with the type counts");
    let db = machine(&batch, "db1");
    assert_eq!((db.milli_cores, db.power, db.uuids.len()), (Some(4000), Some(PowerState::On), 1));
    assert_eq!(detail(&batch, "h.csv"), "PowerCLI, undated, vCenter vc7.x: 2 hosts, 64 cores");
}

#[test]
fn live_optics_in_both_generations() {
    let hosts = "Host Name,Cluster,Manufacturer,CPU Sockets,CPU Cores,CPU Threads,CPU Description\nesx1,C,Dell,2,56,112,Intel Xeon Gold 6338\n";
    let vms = "VM Name,Power State,Template,Virtual CPU,Provisioned Memory (MiB),VM OS,Host,Cluster,UUID,InstanceUUID\nw1,poweredOn,FALSE,8,1,x,esx1,C,b,i\nt1,poweredOff,TRUE,8,1,x,esx1,C,b2,i2\n";
    for (host_sheet, vm_sheet) in [("ESX Hosts", "VMs"), ("Host Inventory", "VM Inventory")] {
        let batch = read(&[(host_sheet, hosts), (vm_sheet, vms)]);
        let esx = host(&batch, "esx1");
        assert_eq!((esx.sockets, esx.cores, esx.processor.is_some()), (Some(2), Some(56), true));
        assert_eq!((batch.facts.machines.len(), machine(&batch, "w1").milli_cores), (1, Some(8000)));
        assert!(detail(&batch, vm_sheet).starts_with("Live Optics"));
    }
}

#[test]
fn merged_exports_have_a_day_for_every_vcenter() {
    let hosts = "Host,Cluster,# CPU,Cores per CPU,# Cores,VI SDK Server\n\
        a,C,2,8,16,vc1\nHost,Cluster,# CPU,Cores per CPU,# Cores,VI SDK Server\nb,C,2,8,16,VC2\na,C,2,8,16,vc2\n";
    let vms = "VM,CPUs,Host,VM UUID,VI SDK Server\nx,1,a,u1,vc1\nx,2,b,u2,vc2\ny,1,a,u3,vc1\ny,1,a,u3,vc1\n";
    let meta = "RVTools version,xlsx creation datetime,Server\n4.4,2024-03-01,vc1\n4.4,2024-03-02,vc2\n";
    let batch = read(&[("m/vHost.csv", hosts), ("m/vInfo.csv", vms), ("m/vMetaData.csv", meta)]);
    assert_eq!(batch.facts.hosts.len(), 3, "the header in the middle is no host");
    assert_eq!((host(&batch, "a").seen, host(&batch, "b").seen), (day("2024-03-01"), day("2024-03-02")));
    assert!(detail(&batch, "m/vHost.csv").contains("vCenters"));
    assert_eq!(found(&batch, Code::ExportedTwice).len(), 1, "y; a was exported on another day");

    // Without days the two vCenters are one moment, in which a stands in both and x is two machines.
    let batch = read(&[("m/vHost.csv", hosts), ("m/vInfo.csv", vms)]);
    let twice = found(&batch, Code::ExportedTwice);
    assert_eq!(twice.iter().map(|f| f.row.unwrap()).collect::<Vec<_>>(), [5, 5]);
    let differ = found(&batch, Code::ExportsDiffer);
    assert_eq!((differ.len(), differ[0].row), (1, Some(3)));
}

#[test]
fn two_months_in_one_folder_are_two_days() {
    let hosts = "Host,# Cores\na,16\n";
    let batch = read(&[("vHost_2024-03-01.csv", hosts), ("vHost_2024-04-01.csv", hosts)]);
    let days: Vec<Seen> = batch.facts.hosts.iter().map(|host| host.seen).collect();
    assert_eq!(days, [day("2024-03-01"), day("2024-04-01")]);
    assert!(batch.findings.is_empty());
}

#[test]
fn what_cannot_be_read_is_said_and_never_nought() {
    let hosts = "Host,# CPU,Cores per CPU,# Cores\na,2,8,32\nb,0,,n/a\nc,2,8,\n,2,8,16\n";
    let vms = "VM,Powerstate,Template,CPUs,Host\nm,half on,perhaps,1.5,a\n,poweredOn,False,4,a\nn,,,0,\n";
    let batch = read(&[("vHost.csv", hosts), ("vInfo.csv", vms)]);
    assert_eq!(host(&batch, "a").cores, Some(32));
    assert_eq!(found(&batch, Code::TotalDiffers).len(), 1, "2 × 8 is not 32");
    assert_eq!((host(&batch, "b").cores, host(&batch, "b").sockets), (None, None));
    assert_eq!(host(&batch, "c").cores, Some(16), "sockets times cores per socket");
    let m = machine(&batch, "m");
    assert_eq!((m.milli_cores, m.power), (None, None));
    assert_eq!(machine(&batch, "n").milli_cores, None);
    let rows = |code| found(&batch, code).iter().map(|f| (f.row.unwrap(), f.left_out)).collect::<Vec<_>>();
    assert_eq!(rows(Code::NotANumber), [(3, false), (3, false), (2, false), (4, false)]);
    assert_eq!(rows(Code::UnknownWord), [(2, false), (2, false)]);
    assert_eq!(rows(Code::Empty), [(5, true), (2, false), (3, true)]);
    assert!(batch.findings.incomplete());
}

#[test]
fn a_date_that_can_be_read_in_two_ways_is_not_taken() {
    let meta = "RVTools version,xlsx creation datetime,Server\n4.4,3/1/2024 10:00,vc1\n";
    let batch = read(&[("2024-03-01/vHost.csv", "Host,# Cores\na,1\n"), ("2024-03-01/vMetaData.csv", meta)]);
    assert_eq!(found(&batch, Code::NotADate).len(), 1);
    assert_eq!(host(&batch, "a").seen, day("2024-03-01"));
    assert_eq!(host(&batch, "a").server.as_deref(), Some("vc1"), "the only vCenter of the export");
}

#[test]
fn tables_given_file_by_file_are_one_export() {
    let hosts = "Host,Cluster,CPU Model,# CPU,Cores per CPU,# Cores,VI SDK Server\nesx1,C,Intel Xeon,2,8.0,16.0,vc1\n";
    let machines = "VM,Powerstate,Template,CPUs,Cluster,Host\napp,poweredOn,False,4.0,C,esx1\n";
    let batches = crate::reading::each_alone(&[
        ("vc01_RVTools_tabvHost_2024-02-15.csv", hosts),
        ("vc01_RVTools_tabvInfo.csv", machines),
    ]);
    let facts = || batches.iter().map(|batch| &batch.facts);
    assert_eq!(facts().map(|facts| facts.hosts.len()).sum::<usize>(), 1);
    let machine = facts().flat_map(|facts| &facts.machines).next().unwrap();
    assert_eq!((machine.milli_cores, machine.seen), (Some(4000), day("2024-02-15")));
    assert_eq!(facts().flat_map(|facts| &facts.hosts).next().unwrap().cores, Some(16));
    assert!(batches.iter().all(|batch| batch.findings.is_empty()));
    let of = |at: usize| (batches[at].seen.len(), batches[at].seen[0].detail.contains("1 "));
    assert_eq!([of(0), of(1)], [(1, true), (1, true)]);
}
