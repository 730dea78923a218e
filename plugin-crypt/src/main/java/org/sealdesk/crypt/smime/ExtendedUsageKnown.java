package org.sealdesk.crypt.smime;

import java.security.cert.Certificate;
import java.security.cert.PKIXCertPathChecker;
import java.util.Collection;
import java.util.Set;
import org.bouncycastle.asn1.x509.Extension;

/** Tells path validation that a critical extended key usage is understood: {@link PathRules} judges it for mail. */
final class ExtendedUsageKnown extends PKIXCertPathChecker {

    private static final String EXTENDED_KEY_USAGE = Extension.extendedKeyUsage.getId();

    @Override
    public void init(boolean forward) {
        // No state.
    }

    @Override
    public boolean isForwardCheckingSupported() {
        return true;
    }

    @Override
    public Set<String> getSupportedExtensions() {
        return Set.of(EXTENDED_KEY_USAGE);
    }

    @Override
    public void check(Certificate certificate, Collection<String> unresolved) {
        unresolved.remove(EXTENDED_KEY_USAGE);
    }
}
