package org.sealdesk.crypt.store;

import org.sealdesk.crypt.key.Certificate;

/** Certificates for benchmarks: the store never looks into them, so their facts are made up and their octets random. */
public final class BenchCertificates {

    private BenchCertificates() {}

    /** Always the same for a number; one in three is X.509. */
    public static Certificate number(int number) {
        return number % 3 == 0 ? Synthetic.x509(number) : Synthetic.pgp(number);
    }
}
