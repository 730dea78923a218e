package org.sealdesk.crypt.store;

import org.sealdesk.crypt.key.StoreReport;
import org.sealdesk.crypt.verdict.Technology;

/** How many there are, kept along with every change because counting them would be a scan. */
record Counts(long openpgp, long smime, long ownOpenpgp, long ownSmime, long secrets) {

    static final Counts ZERO = new Counts(0, 0, 0, 0, 0);

    StoreReport.Contents contents() {
        return new StoreReport.Contents(openpgp, smime, ownOpenpgp, ownSmime, secrets);
    }

    long certificates(Technology technology) {
        return technology == Technology.OPENPGP ? openpgp : smime;
    }

    long own(Technology technology) {
        return technology == Technology.OPENPGP ? ownOpenpgp : ownSmime;
    }

    Counts plusCertificates(Technology technology, long more) {
        return technology == Technology.OPENPGP
                ? new Counts(openpgp + more, smime, ownOpenpgp, ownSmime, secrets)
                : new Counts(openpgp, smime + more, ownOpenpgp, ownSmime, secrets);
    }

    Counts plusOwn(Technology technology, long more) {
        return technology == Technology.OPENPGP
                ? new Counts(openpgp, smime, ownOpenpgp + more, ownSmime, secrets)
                : new Counts(openpgp, smime, ownOpenpgp, ownSmime + more, secrets);
    }

    Counts plusSecrets(long more) {
        return new Counts(openpgp, smime, ownOpenpgp, ownSmime, secrets + more);
    }
}
