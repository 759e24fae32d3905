// Invented exports of other tools, as small as they can be.

const REPORT_COLUMNS = {
  3: "Product Name",
  4: "Product Bundle",
  5: "Metric Quantity",
  6: "Metric Peak Value Time",
  7: "Recalculation Needed",
  8: "Server Name",
  10: "Processor Brand String",
  11: "PVU per Core",
  12: "Changed PVU per Core",
  13: "Physical Server CPU Core Subcapacity Limit",
  14: "Physical Server CPU Core Subcapacity",
  15: "Physical Server PVU Subcapacity Limit",
  16: "Physical Server PVU Subcapacity",
  18: "Partition Cores",
  19: "Virtualization Layer ID",
  20: "Computer",
  21: "Computer Deleted",
  25: "Component",
  27: "Unconfirmed Product Instance",
  28: "Computer Last Seen",
  29: "Exclusion Comment",
};

/** IBM MQ on a computer of a server of sixteen cores, from 1 to 3 April 2025: 6 cores of 70 PVU. */
export const SNAPSHOT = {
  "pvu_sub_capacity.csv":
    `${Array.from({ length: 30 }, (_, at) => REPORT_COLUMNS[at] ?? `Column ${at}`).join(",")}\r\n` +
    '"1","IBM",,"IBM MQ","None","420","2025-04-03 00:00:00.000","No","IBM Corp. 1 A","any","CPU","70","No","16","6","1120","420","","6","7",' +
    '"alpha","No","Linux","::1","9","Server","/opt","No","2025-04-03 01:00:00",""\r\n',
  "audit_snapshot_summary.csv":
    "No,Publisher,Product Name,Product Bundle,Metric,Metric Quantity,Parts,Recalculation Needed\r\n1,IBM,IBM MQ,None,PVU - Subcapacity,420,,No\r\n",
  "products_daily_2025-04-01_2025-04-03_here.csv": [1, 2, 3].reduce(
    (text, day) => `${text}2025-04-0${day},IBM MQ,0,PROCESSOR_VALUE_UNIT,420,here\r\n`,
    "date,name,id,metricName,metricQuantity,clusterId\r\n",
  ),
  "data_condition.txt":
    "Audit snapshot generated in:\r\n\tIBM License Metric Tool 9.2.38.0-20250120-1000\r\nAudit snapshot generated at:\r\n\tApr 4, 2025 6:28:58 AM\r\n" +
    "Start Date:\r\n\tApr 1, 2025\r\nEnd Date:\r\n\tApr 3, 2025\r\nComputer Group ID:\r\n\t0\r\n",
};

/** Two hosts, and two machines of which one is off. */
export const RVTOOLS = {
  "RVTools_tabvHost.csv":
    "Host,Datacenter,Cluster,CPU Model,Speed,HT Active,# CPU,Cores per CPU,# Cores,Serial number,UUID,VI SDK Server\r\n" +
    'esx01.corp.example,dc,Gold,Intel(R) Xeon(R) Gold 6338,"2,000",True,2,32,64,SN1,4c4c-1,vc01\r\n' +
    'esx02.corp.example,dc,Gold,Intel(R) Xeon(R) Gold 6338,"2,000",True,2,32,64,SN2,4c4c-2,vc01\r\n',
  "RVTools_tabvInfo.csv":
    "VM,Powerstate,Template,SRM Placeholder,DNS Name,CPUs,Memory,Cluster,Datacenter,Host,VM ID,SMBIOS UUID,VM UUID,VI SDK Server\n" +
    'alpha,poweredOn,False,False,alpha.corp.example,8,"16,384",Gold,dc,esx01.corp.example,vm-1,420b-1,500b-1,vc01\n' +
    "app2,poweredOff,False,False,,4,8,Gold,dc,esx02.corp.example,vm-2,420b-2,500b-2,vc01\n",
  "RVTools_tabvMetaData.csv":
    "RVTools major version,RVTools version,xlsx creation datetime,Server\n4.6,4.6.1.0,2025/04/01 10:00:00,vc01\n",
};
