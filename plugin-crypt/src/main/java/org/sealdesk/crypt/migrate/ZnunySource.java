package org.sealdesk.crypt.migrate;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What there is of the old system. Each may be missing.
 *
 * @param passwords text of {@code PGP::Key::Password}
 * @param relations text of a dump of {@code smime_signer_cert_relations}
 * @param queues text of a dump of the queues with their default signing keys
 */
public record ZnunySource(
        Optional<Path> certificates,
        Optional<Path> privateKeys,
        Optional<Path> gnupgHome,
        Optional<String> passwords,
        Optional<String> relations,
        Optional<String> queues) {

    /** Says nothing of the passwords. */
    @Override
    public String toString() {
        return "ZnunySource[" + certificates + ", " + privateKeys + ", " + gnupgHome + "]";
    }
}
