-- Records that are in no chain, by kind in the order of time, so that the access log can be let go without a look at the
-- records of the audit.
CREATE INDEX audit_record_other ON audit_record (kind) WHERE seq = 0;
