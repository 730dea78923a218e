package org.sealdesk.crypt;

import java.util.Optional;
import org.sealdesk.api.host.SecretStore;
import org.sealdesk.crypt.store.KekSource;

/** The key that seals the keystore, in the host's secret store. */
final class HostKek implements KekSource {

    static final String NAME = "keystore-kek";

    private final SecretStore secrets;

    HostKek(SecretStore secrets) {
        this.secrets = secrets;
    }

    @Override
    public Optional<byte[]> load() {
        return secrets.read(NAME);
    }

    @Override
    public void create(byte[] key) {
        secrets.write(NAME, key);
    }
}
