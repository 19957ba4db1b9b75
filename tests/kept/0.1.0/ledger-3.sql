BEGIN TRANSACTION;
CREATE TABLE supervise_duty (
	run INTEGER NOT NULL, 
	"row" INTEGER NOT NULL, 
	offender TEXT NOT NULL, 
	duty TEXT NOT NULL, 
	change TEXT NOT NULL, 
	due DATE NOT NULL, 
	owed_by TEXT NOT NULL, 
	PRIMARY KEY (run, "row")
);
INSERT INTO "supervise_duty" VALUES(1,0,'synthetic-000005','R-N4|n2|2026-03-17','new','2026-03-17','offender');
INSERT INTO "supervise_duty" VALUES(1,1,'synthetic-000005','R-V1|n1|2024-04-16','new','2024-04-16','police');
INSERT INTO "supervise_duty" VALUES(1,2,'synthetic-000005','R-V2|n1|2024-08-22','new','2024-08-22','police');
INSERT INTO "supervise_duty" VALUES(1,3,'synthetic-000016','R-V1|n1|2023-08-07','new','2023-08-07','police');
INSERT INTO "supervise_duty" VALUES(1,4,'synthetic-000016','R-V2|n1|2024-05-17','new','2024-05-17','police');
INSERT INTO "supervise_duty" VALUES(1,5,'synthetic-000016','R-A4|as4|2025-07-10','new','2025-07-10','police');
INSERT INTO "supervise_duty" VALUES(1,6,'synthetic-000033','R-V1|n1|2026-03-10','new','2026-03-10','police');
INSERT INTO "supervise_duty" VALUES(2,0,'synthetic-000016','R-V10|v8|2026-06-01','new','2026-06-01','police');
INSERT INTO "supervise_duty" VALUES(2,1,'synthetic-000033','R-V2|n1|2026-06-17','new','2026-06-17','police');
CREATE TABLE supervise_flag (
	run INTEGER NOT NULL, 
	"row" INTEGER NOT NULL, 
	identity TEXT NOT NULL, 
	scope TEXT NOT NULL, 
	offender TEXT, 
	change TEXT NOT NULL, 
	why TEXT, 
	code TEXT NOT NULL, 
	severity TEXT NOT NULL, 
	rule TEXT, 
	"key" TEXT NOT NULL, 
	since DATE, 
	PRIMARY KEY (run, "row")
);
INSERT INTO "supervise_flag" VALUES(1,0,'ST102|id-1||id-1','offender','id-1','new',NULL,'ST102','high',NULL,'id-1','2025-04-01');
INSERT INTO "supervise_flag" VALUES(1,1,'NT063|synthetic-000005|R-N4|n2','offender','synthetic-000005','new',NULL,'NT063','critical','R-N4','n2','2026-03-18');
INSERT INTO "supervise_flag" VALUES(1,2,'VD001|synthetic-000005|R-V2|n1','offender','synthetic-000005','new',NULL,'VD001','critical','R-V2','n1','2024-08-23');
INSERT INTO "supervise_flag" VALUES(1,3,'VD003|synthetic-000005|R-V1|n1','offender','synthetic-000005','new',NULL,'VD003','critical','R-V1','n1','2024-04-17');
INSERT INTO "supervise_flag" VALUES(1,4,'VD004|synthetic-000005|R-V2|n1','offender','synthetic-000005','new',NULL,'VD004','critical','R-V2','n1','2025-09-08');
INSERT INTO "supervise_flag" VALUES(1,5,'VD005|synthetic-000005|R-V2|n1','offender','synthetic-000005','new',NULL,'VD005','critical','R-V2','n1','2025-08-23');
INSERT INTO "supervise_flag" VALUES(1,6,'WF058|synthetic-000005||m2','offender','synthetic-000005','new',NULL,'WF058','critical',NULL,'m2',NULL);
INSERT INTO "supervise_flag" VALUES(1,7,'DC018|synthetic-000005||v8','offender','synthetic-000005','new',NULL,'DC018','high',NULL,'v8',NULL);
INSERT INTO "supervise_flag" VALUES(1,8,'PR027|synthetic-000005||v1','offender','synthetic-000005','new',NULL,'PR027','high',NULL,'v1','2024-04-04');
INSERT INTO "supervise_flag" VALUES(1,9,'PR027|synthetic-000005||v2','offender','synthetic-000005','new',NULL,'PR027','high',NULL,'v2','2024-08-14');
INSERT INTO "supervise_flag" VALUES(1,10,'PR027|synthetic-000005||v3','offender','synthetic-000005','new',NULL,'PR027','high',NULL,'v3','2024-12-24');
INSERT INTO "supervise_flag" VALUES(1,11,'PR027|synthetic-000005||v4','offender','synthetic-000005','new',NULL,'PR027','high',NULL,'v4','2025-04-30');
INSERT INTO "supervise_flag" VALUES(1,12,'PR027|synthetic-000005||v5','offender','synthetic-000005','new',NULL,'PR027','high',NULL,'v5','2025-09-08');
INSERT INTO "supervise_flag" VALUES(1,13,'PR027|synthetic-000005||v6','offender','synthetic-000005','new',NULL,'PR027','high',NULL,'v6','2025-09-11');
INSERT INTO "supervise_flag" VALUES(1,14,'PR027|synthetic-000005||v7','offender','synthetic-000005','new',NULL,'PR027','high',NULL,'v7','2026-01-30');
INSERT INTO "supervise_flag" VALUES(1,15,'PR033|synthetic-000005||synthetic-000005','offender','synthetic-000005','new',NULL,'PR033','info',NULL,'synthetic-000005','2025-09-11');
INSERT INTO "supervise_flag" VALUES(1,16,'VD001|synthetic-000016|R-V2|n1','offender','synthetic-000016','new',NULL,'VD001','critical','R-V2','n1','2024-05-18');
INSERT INTO "supervise_flag" VALUES(1,17,'VD003|synthetic-000016|R-V1|n1','offender','synthetic-000016','new',NULL,'VD003','critical','R-V1','n1','2023-08-08');
INSERT INTO "supervise_flag" VALUES(1,18,'VD004|synthetic-000016|R-V2|n1','offender','synthetic-000016','new',NULL,'VD004','critical','R-V2','n1','2025-03-18');
INSERT INTO "supervise_flag" VALUES(1,19,'VD005|synthetic-000016|R-V2|n1','offender','synthetic-000016','new',NULL,'VD005','critical','R-V2','n1','2025-05-18');
INSERT INTO "supervise_flag" VALUES(1,20,'WF058|synthetic-000016||m2','offender','synthetic-000016','new',NULL,'WF058','critical',NULL,'m2',NULL);
INSERT INTO "supervise_flag" VALUES(1,21,'PR027|synthetic-000016||v1','offender','synthetic-000016','new',NULL,'PR027','high',NULL,'v1','2023-07-23');
INSERT INTO "supervise_flag" VALUES(1,22,'PR027|synthetic-000016||v2','offender','synthetic-000016','new',NULL,'PR027','high',NULL,'v2','2024-04-14');
INSERT INTO "supervise_flag" VALUES(1,23,'PR027|synthetic-000016||v3','offender','synthetic-000016','new',NULL,'PR027','high',NULL,'v3','2025-01-22');
INSERT INTO "supervise_flag" VALUES(1,24,'PR027|synthetic-000016||v4','offender','synthetic-000016','new',NULL,'PR027','high',NULL,'v4','2025-01-26');
INSERT INTO "supervise_flag" VALUES(1,25,'PR027|synthetic-000016||v5','offender','synthetic-000016','new',NULL,'PR027','high',NULL,'v5','2025-03-11');
INSERT INTO "supervise_flag" VALUES(1,26,'PR027|synthetic-000016||v6','offender','synthetic-000016','new',NULL,'PR027','high',NULL,'v6','2026-05-14');
INSERT INTO "supervise_flag" VALUES(1,27,'PR027|synthetic-000016||v7','offender','synthetic-000016','new',NULL,'PR027','high',NULL,'v7','2026-05-17');
INSERT INTO "supervise_flag" VALUES(1,28,'PR027|synthetic-000016||v8','offender','synthetic-000016','new',NULL,'PR027','high',NULL,'v8','2026-05-22');
INSERT INTO "supervise_flag" VALUES(1,29,'RK037|synthetic-000016|R-A4|as4','offender','synthetic-000016','new',NULL,'RK037','high','R-A4','as4','2025-07-11');
INSERT INTO "supervise_flag" VALUES(1,30,'VD003|synthetic-000033|R-V1|n1','offender','synthetic-000033','new',NULL,'VD003','critical','R-V1','n1','2026-03-11');
INSERT INTO "supervise_flag" VALUES(1,31,'WF058|synthetic-000033||m3','offender','synthetic-000033','new',NULL,'WF058','critical',NULL,'m3',NULL);
INSERT INTO "supervise_flag" VALUES(1,32,'VD002|synthetic-000033|R-V2|n1','offender','synthetic-000033','new',NULL,'VD002','info','R-V2','n1','2026-05-20');
INSERT INTO "supervise_flag" VALUES(1,33,'DC095|broken||broken','offender','broken','new',NULL,'DC095','low',NULL,'broken',NULL);
INSERT INTO "supervise_flag" VALUES(1,34,'WF062|t1','team',NULL,'new',NULL,'WF062','high',NULL,'t1',NULL);
INSERT INTO "supervise_flag" VALUES(1,35,'ST105|register','register',NULL,'new',NULL,'ST105','high',NULL,'register',NULL);
INSERT INTO "supervise_flag" VALUES(2,0,'PR027|synthetic-000005||v8','offender','synthetic-000005','new',NULL,'PR027','high',NULL,'v8','2026-06-23');
INSERT INTO "supervise_flag" VALUES(2,1,'WV101|synthetic-000005||w3','offender','synthetic-000005','new',NULL,'WV101','medium',NULL,'w3','2026-07-11');
INSERT INTO "supervise_flag" VALUES(2,2,'DC018|synthetic-000005||v8','offender','synthetic-000005','cleared','span ended','DC018','high',NULL,'v8',NULL);
INSERT INTO "supervise_flag" VALUES(2,3,'VD008|synthetic-000016|R-V10|v8','offender','synthetic-000016','new',NULL,'VD008','high','R-V10','v8','2026-06-02');
INSERT INTO "supervise_flag" VALUES(2,4,'VD001|synthetic-000033|R-V2|n1','offender','synthetic-000033','new',NULL,'VD001','high','R-V2','n1','2026-06-18');
INSERT INTO "supervise_flag" VALUES(2,5,'VD005|synthetic-000033|R-V2|n1','offender','synthetic-000033','new',NULL,'VD005','high','R-V2','n1','2026-07-18');
INSERT INTO "supervise_flag" VALUES(2,6,'VD002|synthetic-000033|R-V2|n1','offender','synthetic-000033','cleared','span ended','VD002','info','R-V2','n1','2026-05-20');
INSERT INTO "supervise_flag" VALUES(2,7,'WV101|w1','register',NULL,'new',NULL,'WV101','medium',NULL,'w1','2026-07-11');
INSERT INTO "supervise_flag" VALUES(2,8,'WV102|w2','register',NULL,'new',NULL,'WV102','low',NULL,'w2',NULL);
CREATE TABLE supervise_held (
	run INTEGER NOT NULL, 
	"row" INTEGER NOT NULL, 
	offender TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	basis TEXT NOT NULL, 
	held TEXT NOT NULL, 
	record TEXT, 
	PRIMARY KEY (run, "row")
);
INSERT INTO "supervise_held" VALUES(1,0,'id-1','19ffb1a0006fe47d23bdf80690330f3a4aadfcb2e4aecc393837f89b336bb7d4','f485091da256a2abc766edcad48240b061b3b4112af0badacf1520da86d921bd','{"stable_until":null,"ended_on":null,"faults":0,"unread":0,"newest":"2025-04-01","aliases":["same_as-1"],"flags":{"ST102|id-1||id-1":["ST102","high","offender","id-1",null,"id-1","2025-04-01",false]},"overdue":{},"parts":[],"uses":[]}','30f43f6aba44450cdecb323e4f35fa4ee24ecca2851f690e82a87c4252c27132');
INSERT INTO "supervise_held" VALUES(1,1,'synthetic-000005','447ad6c1da5fab07b21987599e1fe25a1faf90787df0b012eac5dc90388e3480','f485091da256a2abc766edcad48240b061b3b4112af0badacf1520da86d921bd','{"stable_until":"2026-06-20","ended_on":null,"faults":0,"unread":0,"newest":"2026-06-23","aliases":[],"flags":{"NT063|synthetic-000005|R-N4|n2":["NT063","critical","offender","synthetic-000005","R-N4","n2","2026-03-18",false],"VD001|synthetic-000005|R-V2|n1":["VD001","critical","offender","synthetic-000005","R-V2","n1","2024-08-23",false],"VD003|synthetic-000005|R-V1|n1":["VD003","critical","offender","synthetic-000005","R-V1","n1","2024-04-17",false],"VD004|synthetic-000005|R-V2|n1":["VD004","critical","offender","synthetic-000005","R-V2","n1","2025-09-08",false],"VD005|synthetic-000005|R-V2|n1":["VD005","critical","offender","synthetic-000005","R-V2","n1","2025-08-23",false],"WF058|synthetic-000005||m2":["WF058","critical","offender","synthetic-000005",null,"m2",null,false],"DC018|synthetic-000005||v8":["DC018","high","offender","synthetic-000005",null,"v8",null,false],"PR027|synthetic-000005||v1":["PR027","high","offender","synthetic-000005",null,"v1","2024-04-04",false],"PR027|synthetic-000005||v2":["PR027","high","offender","synthetic-000005",null,"v2","2024-08-14",false],"PR027|synthetic-000005||v3":["PR027","high","offender","synthetic-000005",null,"v3","2024-12-24",false],"PR027|synthetic-000005||v4":["PR027","high","offender","synthetic-000005",null,"v4","2025-04-30",false],"PR027|synthetic-000005||v5":["PR027","high","offender","synthetic-000005",null,"v5","2025-09-08",false],"PR027|synthetic-000005||v6":["PR027","high","offender","synthetic-000005",null,"v6","2025-09-11",false],"PR027|synthetic-000005||v7":["PR027","high","offender","synthetic-000005",null,"v7","2026-01-30",false],"PR033|synthetic-000005||synthetic-000005":["PR033","info","offender","synthetic-000005",null,"synthetic-000005","2025-09-11",false]},"overdue":{"R-N4|n2|2026-03-17":["2026-03-17","offender",false],"R-V1|n1|2024-04-16":["2024-04-16","police",false],"R-V2|n1|2024-08-22":["2024-08-22","police",false]},"parts":[["WF060","o1-8-4",["medium"],1],["WF062","t1",["overdue","medium",738992,"synthetic-000005","R-V1",738992],1],["WF062","t1",["overdue","medium",739120,"synthetic-000005","R-V2",739120],1],["WF062","t1",["open"],5]],"uses":[["w3","seen"]]}','75215d697185ea8185f512016067429430b15696279979b683eb0b351a93c44d');
INSERT INTO "supervise_held" VALUES(1,2,'synthetic-000016','611d8241e88263b58c04716c6dbd031a7befef0070b7af0d18b8ac7be7283840','f485091da256a2abc766edcad48240b061b3b4112af0badacf1520da86d921bd','{"stable_until":"2026-06-02","ended_on":null,"faults":0,"unread":0,"newest":"2026-05-22","aliases":[],"flags":{"VD001|synthetic-000016|R-V2|n1":["VD001","critical","offender","synthetic-000016","R-V2","n1","2024-05-18",false],"VD003|synthetic-000016|R-V1|n1":["VD003","critical","offender","synthetic-000016","R-V1","n1","2023-08-08",false],"VD004|synthetic-000016|R-V2|n1":["VD004","critical","offender","synthetic-000016","R-V2","n1","2025-03-18",false],"VD005|synthetic-000016|R-V2|n1":["VD005","critical","offender","synthetic-000016","R-V2","n1","2025-05-18",false],"WF058|synthetic-000016||m2":["WF058","critical","offender","synthetic-000016",null,"m2",null,false],"PR027|synthetic-000016||v1":["PR027","high","offender","synthetic-000016",null,"v1","2023-07-23",false],"PR027|synthetic-000016||v2":["PR027","high","offender","synthetic-000016",null,"v2","2024-04-14",false],"PR027|synthetic-000016||v3":["PR027","high","offender","synthetic-000016",null,"v3","2025-01-22",false],"PR027|synthetic-000016||v4":["PR027","high","offender","synthetic-000016",null,"v4","2025-01-26",false],"PR027|synthetic-000016||v5":["PR027","high","offender","synthetic-000016",null,"v5","2025-03-11",false],"PR027|synthetic-000016||v6":["PR027","high","offender","synthetic-000016",null,"v6","2026-05-14",false],"PR027|synthetic-000016||v7":["PR027","high","offender","synthetic-000016",null,"v7","2026-05-17",false],"PR027|synthetic-000016||v8":["PR027","high","offender","synthetic-000016",null,"v8","2026-05-22",false],"RK037|synthetic-000016|R-A4|as4":["RK037","high","offender","synthetic-000016","R-A4","as4","2025-07-11",false]},"overdue":{"R-V1|n1|2023-08-07":["2023-08-07","police",false],"R-V2|n1|2024-05-17":["2024-05-17","police",false],"R-A4|as4|2025-07-10":["2025-07-10","police",false]},"parts":[["PR026","t1",[739758,0,0],1],["PR026","t1",[739753,0,0],1],["PR026","t1",[739750,0,0],1],["PR031","t1",[739758,0],1],["PR031","t1",[739753,0],1],["PR031","t1",[739750,0],1],["WF060","o1-8-4",["low"],1],["WF062","t1",["overdue","low",738739,"synthetic-000016","R-V1",738739],1],["WF062","t1",["overdue","low",739023,"synthetic-000016","R-V2",739023],1],["WF062","t1",["open"],5],["WF062","t1",["overdue","low",739442,"synthetic-000016","R-A4",739442],1]],"uses":[]}','fb7c4538aed00287a585b932aa98444b5c68bd36e427076c05e11e3b3c4d6a05');
INSERT INTO "supervise_held" VALUES(1,3,'synthetic-000033','5ea16902018a3c621369cbf28b2ee06e33822aa00d7a1ef9de2d7136598506c1','f485091da256a2abc766edcad48240b061b3b4112af0badacf1520da86d921bd','{"stable_until":"2026-06-18","ended_on":null,"faults":0,"unread":0,"newest":null,"aliases":[],"flags":{"VD003|synthetic-000033|R-V1|n1":["VD003","critical","offender","synthetic-000033","R-V1","n1","2026-03-11",false],"WF058|synthetic-000033||m3":["WF058","critical","offender","synthetic-000033",null,"m3",null,false],"VD002|synthetic-000033|R-V2|n1":["VD002","info","offender","synthetic-000033","R-V2","n1","2026-05-20",false]},"overdue":{"R-V1|n1|2026-03-10":["2026-03-10","police",false]},"parts":[["WF060","o1-5-4",["medium"],1],["WF062","t1",["overdue","medium",739685,"synthetic-000033","R-V1",739685],1],["WF062","t1",["open"],6]],"uses":[]}','26539d434076d1fcdf1a5661973e50d2cc2d00170e04bafb018bad283a11356c');
INSERT INTO "supervise_held" VALUES(1,4,'broken','f4ada74f8a0c26eb78c36a4a869aa1e307b21f315c8519b6e6c867e3730d9f42','f485091da256a2abc766edcad48240b061b3b4112af0badacf1520da86d921bd','{"stable_until":null,"ended_on":null,"faults":1,"unread":1,"newest":null,"aliases":[],"flags":{"DC095|broken||broken":["DC095","low","offender","broken",null,"broken",null,false]},"overdue":{},"parts":[],"uses":[]}','f1dc5c78dab8f690eb69178d4c93832a6f777b69d5a78831eb965e5ff7bbe197');
INSERT INTO "supervise_held" VALUES(2,0,'synthetic-000005','447ad6c1da5fab07b21987599e1fe25a1faf90787df0b012eac5dc90388e3480','f485091da256a2abc766edcad48240b061b3b4112af0badacf1520da86d921bd','{"stable_until":"2026-08-26","ended_on":null,"faults":0,"unread":0,"newest":"2026-06-23","aliases":[],"flags":{"NT063|synthetic-000005|R-N4|n2":["NT063","critical","offender","synthetic-000005","R-N4","n2","2026-03-18",false],"VD001|synthetic-000005|R-V2|n1":["VD001","critical","offender","synthetic-000005","R-V2","n1","2024-08-23",false],"VD003|synthetic-000005|R-V1|n1":["VD003","critical","offender","synthetic-000005","R-V1","n1","2024-04-17",false],"VD004|synthetic-000005|R-V2|n1":["VD004","critical","offender","synthetic-000005","R-V2","n1","2025-09-08",false],"VD005|synthetic-000005|R-V2|n1":["VD005","critical","offender","synthetic-000005","R-V2","n1","2025-08-23",false],"WF058|synthetic-000005||m2":["WF058","critical","offender","synthetic-000005",null,"m2",null,false],"PR027|synthetic-000005||v1":["PR027","high","offender","synthetic-000005",null,"v1","2024-04-04",false],"PR027|synthetic-000005||v2":["PR027","high","offender","synthetic-000005",null,"v2","2024-08-14",false],"PR027|synthetic-000005||v3":["PR027","high","offender","synthetic-000005",null,"v3","2024-12-24",false],"PR027|synthetic-000005||v4":["PR027","high","offender","synthetic-000005",null,"v4","2025-04-30",false],"PR027|synthetic-000005||v5":["PR027","high","offender","synthetic-000005",null,"v5","2025-09-08",false],"PR027|synthetic-000005||v6":["PR027","high","offender","synthetic-000005",null,"v6","2025-09-11",false],"PR027|synthetic-000005||v7":["PR027","high","offender","synthetic-000005",null,"v7","2026-01-30",false],"PR027|synthetic-000005||v8":["PR027","high","offender","synthetic-000005",null,"v8","2026-06-23",false],"WV101|synthetic-000005||w3":["WV101","medium","offender","synthetic-000005",null,"w3","2026-07-11",false],"PR033|synthetic-000005||synthetic-000005":["PR033","info","offender","synthetic-000005",null,"synthetic-000005","2025-09-11",false]},"overdue":{"R-N4|n2|2026-03-17":["2026-03-17","offender",false],"R-V1|n1|2024-04-16":["2024-04-16","police",false],"R-V2|n1|2024-08-22":["2024-08-22","police",false]},"parts":[["PR026","t1",[739790,0,0],1],["PR031","t1",[739790,0],1],["WF060","o1-8-4",["medium"],1],["WF062","t1",["overdue","medium",738992,"synthetic-000005","R-V1",738992],1],["WF062","t1",["overdue","medium",739120,"synthetic-000005","R-V2",739120],1],["WF062","t1",["open"],5]],"uses":[["w3","seen"]]}','75215d697185ea8185f512016067429430b15696279979b683eb0b351a93c44d');
INSERT INTO "supervise_held" VALUES(2,1,'synthetic-000016','611d8241e88263b58c04716c6dbd031a7befef0070b7af0d18b8ac7be7283840','f485091da256a2abc766edcad48240b061b3b4112af0badacf1520da86d921bd','{"stable_until":"2027-05-04","ended_on":null,"faults":0,"unread":0,"newest":"2026-05-22","aliases":[],"flags":{"VD001|synthetic-000016|R-V2|n1":["VD001","critical","offender","synthetic-000016","R-V2","n1","2024-05-18",false],"VD003|synthetic-000016|R-V1|n1":["VD003","critical","offender","synthetic-000016","R-V1","n1","2023-08-08",false],"VD004|synthetic-000016|R-V2|n1":["VD004","critical","offender","synthetic-000016","R-V2","n1","2025-03-18",false],"VD005|synthetic-000016|R-V2|n1":["VD005","critical","offender","synthetic-000016","R-V2","n1","2025-05-18",false],"WF058|synthetic-000016||m2":["WF058","critical","offender","synthetic-000016",null,"m2",null,false],"PR027|synthetic-000016||v1":["PR027","high","offender","synthetic-000016",null,"v1","2023-07-23",false],"PR027|synthetic-000016||v2":["PR027","high","offender","synthetic-000016",null,"v2","2024-04-14",false],"PR027|synthetic-000016||v3":["PR027","high","offender","synthetic-000016",null,"v3","2025-01-22",false],"PR027|synthetic-000016||v4":["PR027","high","offender","synthetic-000016",null,"v4","2025-01-26",false],"PR027|synthetic-000016||v5":["PR027","high","offender","synthetic-000016",null,"v5","2025-03-11",false],"PR027|synthetic-000016||v6":["PR027","high","offender","synthetic-000016",null,"v6","2026-05-14",false],"PR027|synthetic-000016||v7":["PR027","high","offender","synthetic-000016",null,"v7","2026-05-17",false],"PR027|synthetic-000016||v8":["PR027","high","offender","synthetic-000016",null,"v8","2026-05-22",false],"RK037|synthetic-000016|R-A4|as4":["RK037","high","offender","synthetic-000016","R-A4","as4","2025-07-11",false],"VD008|synthetic-000016|R-V10|v8":["VD008","high","offender","synthetic-000016","R-V10","v8","2026-06-02",false]},"overdue":{"R-V1|n1|2023-08-07":["2023-08-07","police",false],"R-V2|n1|2024-05-17":["2024-05-17","police",false],"R-V10|v8|2026-06-01":["2026-06-01","police",false],"R-A4|as4|2025-07-10":["2025-07-10","police",false]},"parts":[["PR026","t1",[739758,0,0],1],["PR031","t1",[739758,0],1],["WF060","o1-8-4",["low"],1],["WF062","t1",["overdue","low",738739,"synthetic-000016","R-V1",738739],1],["WF062","t1",["overdue","low",739023,"synthetic-000016","R-V2",739023],1],["WF062","t1",["overdue","low",739768,"synthetic-000016","R-V10",739768],1],["WF062","t1",["overdue","low",739442,"synthetic-000016","R-A4",739442],1],["WF062","t1",["open"],4]],"uses":[]}','fb7c4538aed00287a585b932aa98444b5c68bd36e427076c05e11e3b3c4d6a05');
INSERT INTO "supervise_held" VALUES(2,2,'synthetic-000033','5ea16902018a3c621369cbf28b2ee06e33822aa00d7a1ef9de2d7136598506c1','f485091da256a2abc766edcad48240b061b3b4112af0badacf1520da86d921bd','{"stable_until":"2026-08-18","ended_on":null,"faults":0,"unread":0,"newest":null,"aliases":[],"flags":{"VD003|synthetic-000033|R-V1|n1":["VD003","critical","offender","synthetic-000033","R-V1","n1","2026-03-11",false],"WF058|synthetic-000033||m3":["WF058","critical","offender","synthetic-000033",null,"m3",null,false],"VD001|synthetic-000033|R-V2|n1":["VD001","high","offender","synthetic-000033","R-V2","n1","2026-06-18",false],"VD005|synthetic-000033|R-V2|n1":["VD005","high","offender","synthetic-000033","R-V2","n1","2026-07-18",false]},"overdue":{"R-V1|n1|2026-03-10":["2026-03-10","police",false],"R-V2|n1|2026-06-17":["2026-06-17","police",false]},"parts":[["WF060","o1-5-4",["medium"],1],["WF062","t1",["overdue","medium",739685,"synthetic-000033","R-V1",739685],1],["WF062","t1",["overdue","medium",739784,"synthetic-000033","R-V2",739784],1],["WF062","t1",["open"],5]],"uses":[]}','26539d434076d1fcdf1a5661973e50d2cc2d00170e04bafb018bad283a11356c');
CREATE TABLE supervise_person (
	run INTEGER NOT NULL, 
	"row" INTEGER NOT NULL, 
	offender TEXT NOT NULL, 
	change TEXT NOT NULL, 
	PRIMARY KEY (run, "row")
);
INSERT INTO "supervise_person" VALUES(1,0,'broken','arrived');
INSERT INTO "supervise_person" VALUES(1,1,'id-1','arrived');
INSERT INTO "supervise_person" VALUES(1,2,'synthetic-000005','arrived');
INSERT INTO "supervise_person" VALUES(1,3,'synthetic-000016','arrived');
INSERT INTO "supervise_person" VALUES(1,4,'synthetic-000033','arrived');
CREATE TABLE supervise_run (
	run INTEGER NOT NULL, 
	as_of DATE NOT NULL, 
	inputs TEXT NOT NULL, 
	counts TEXT NOT NULL, 
	PRIMARY KEY (run)
);
INSERT INTO "supervise_run" VALUES(1,'2026-05-30','{"assumed":110,"calendar":{"covers":["2012-01-01","2028-12-31"],"id":"england-and-wales","sha256":"0a584555b71fc62511c14e170358daa0366022addefeb9e565a5d16c86a421bd","version":"2026.1"},"cells":{"dates":null,"encoding":"utf-8","serials":null},"limits":{"depth":64,"field":131072,"line":16777216,"ratio":200,"size":68719476736},"mapping":null,"overlays":[],"per_officer":false,"plugins":[],"register":{"sha256":"cfe3e5717b3cbffc918607e3f2c5da36a86dc16990bdb6d92d752a3bd5d8fb46"},"rulebook":{"id":"england-wales","sha256":"d54fd33fcd90b289202fc0562dcae424f59b5a9b2620495b1812d2c5c80d191e","version":"2026.1"},"version":"0.1.0","waivers":{"id":"example-waivers","sha256":"bd34f69ed0b2f651ba161af4f36df640ec37f4507a1d6eaafde9d42739372058","version":"2026-06"},"workforce":{"id":"workforce","sha256":"eb9603e19cacdbff08b39e723cf8a74e80cf88a8bf06e5125c3c62df3a238cb6","version":null}}','{"facts_set_aside":1,"incomplete":1,"newest":"2026-05-22","not_evaluated":[],"notes":0,"reviewed":5,"set_aside":1,"unknown_keys":1}');
INSERT INTO "supervise_run" VALUES(2,'2026-08-15','{"assumed":110,"calendar":{"covers":["2012-01-01","2028-12-31"],"id":"england-and-wales","sha256":"0a584555b71fc62511c14e170358daa0366022addefeb9e565a5d16c86a421bd","version":"2026.1"},"cells":{"dates":null,"encoding":"utf-8","serials":null},"limits":{"depth":64,"field":131072,"line":16777216,"ratio":200,"size":68719476736},"mapping":null,"overlays":[],"per_officer":false,"plugins":[],"register":{"sha256":"cfe3e5717b3cbffc918607e3f2c5da36a86dc16990bdb6d92d752a3bd5d8fb46"},"rulebook":{"id":"england-wales","sha256":"d54fd33fcd90b289202fc0562dcae424f59b5a9b2620495b1812d2c5c80d191e","version":"2026.1"},"version":"0.1.0","waivers":{"id":"example-waivers","sha256":"bd34f69ed0b2f651ba161af4f36df640ec37f4507a1d6eaafde9d42739372058","version":"2026-06"},"workforce":{"id":"workforce","sha256":"eb9603e19cacdbff08b39e723cf8a74e80cf88a8bf06e5125c3c62df3a238cb6","version":null}}','{"facts_set_aside":1,"incomplete":1,"newest":"2026-06-23","not_evaluated":[],"notes":0,"reviewed":5,"set_aside":1,"unknown_keys":1}');
CREATE TABLE supervise_version (
	version INTEGER NOT NULL, 
	PRIMARY KEY (version)
);
INSERT INTO "supervise_version" VALUES(3);
CREATE TABLE supervise_waiver (
	run INTEGER NOT NULL, 
	"row" INTEGER NOT NULL, 
	waiver TEXT NOT NULL, 
	change TEXT NOT NULL, 
	given TEXT NOT NULL, 
	PRIMARY KEY (run, "row")
);
INSERT INTO "supervise_waiver" VALUES(1,0,'w1','given','{"approved_by":"s2","code":null,"expires_on":"2026-07-10","flag":"VD001|synthetic-000001|R-V2|v45","made_by":"o14","made_on":"2026-06-20","offender":null,"officer":null,"reason_code":"visit_booked","scope":null,"team":null}');
INSERT INTO "supervise_waiver" VALUES(1,1,'w2','given','{"approved_by":"s2","code":"VD005","expires_on":"2026-08-31","flag":null,"made_by":"o14","made_on":"2026-06-20","offender":"synthetic-000058","officer":null,"reason_code":"hospital_visits","scope":null,"team":null}');
INSERT INTO "supervise_waiver" VALUES(1,2,'w3','given','{"approved_by":"s2","code":null,"expires_on":"2026-07-10","flag":"NT063|synthetic-000005|R-N4|n2","made_by":"o14","made_on":"2026-06-20","offender":null,"officer":null,"reason_code":"station_closed","scope":null,"team":null}');
CREATE INDEX ix_supervise_flag_offender ON supervise_flag (offender);
CREATE INDEX supervise_duty_last ON supervise_duty (offender, duty, run);
CREATE INDEX supervise_flag_last ON supervise_flag (identity, run);
CREATE INDEX supervise_held_last ON supervise_held (offender, run);
CREATE INDEX supervise_person_last ON supervise_person (offender, run);
CREATE INDEX supervise_waiver_last ON supervise_waiver (waiver, run);
COMMIT;
