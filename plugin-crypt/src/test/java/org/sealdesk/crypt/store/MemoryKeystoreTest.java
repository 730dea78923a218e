package org.sealdesk.crypt.store;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import org.sealdesk.crypt.key.Keystore;

class MemoryKeystoreTest extends KeystoreContract {

    @Override
    protected Keystore newKeystore() {
        return new MemoryKeystore(Clock.fixed(Synthetic.NOW, ZoneOffset.UTC), new SecureRandom());
    }
}
