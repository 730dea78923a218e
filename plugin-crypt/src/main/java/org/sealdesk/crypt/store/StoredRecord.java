package org.sealdesk.crypt.store;

import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateFacts;

/** What a row of {@link Table#CERTIFICATE} says. */
record StoredRecord(Certificate certificate, CertificateFacts facts) {}
