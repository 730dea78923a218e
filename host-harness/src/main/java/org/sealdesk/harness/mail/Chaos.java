package org.sealdesk.harness.mail;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.sealdesk.api.host.SecretStore;

/** What goes wrong on purpose, until it is switched off again: to see that nothing is lost and nothing leaves in clear. */
public final class Chaos {

    private final Set<Trouble> on = EnumSet.noneOf(Trouble.class);

    /** One thing that can go wrong. */
    public enum Trouble {
        HOOK_THROWS,
        HOOK_HANGS,
        RELAY_REFUSES,
        SECRETS_LOCKED
    }

    /** Replaces what is on. */
    public synchronized void set(Set<Trouble> wanted) {
        on.clear();
        on.addAll(wanted);
    }

    public synchronized boolean has(Trouble trouble) {
        return on.contains(trouble);
    }

    /** A relay that may say 451. */
    public Relay over(Relay relay) {
        return (envelope, content) -> {
            if (has(Trouble.RELAY_REFUSES)) {
                throw new IOException("451 4.3.0 refused by the developer panel");
            }
            relay.send(envelope, content);
        };
    }

    /** A secret store that may be out of reach; what is in it stays as it is. */
    public SecretStore over(SecretStore secrets) {
        return new SecretStore() {
            @Override
            public Optional<byte[]> read(String name) {
                refuseIfLocked();
                return secrets.read(name);
            }

            @Override
            public void write(String name, byte[] secret) {
                refuseIfLocked();
                secrets.write(name, secret);
            }
        };
    }

    private void refuseIfLocked() {
        if (has(Trouble.SECRETS_LOCKED)) {
            throw new IllegalStateException("the secret store is locked by the developer panel");
        }
    }

    /** Stands before each hook call, on the hook's thread. */
    void beforeHook() throws InterruptedException {
        if (has(Trouble.HOOK_THROWS)) {
            throw new IllegalStateException("thrown by the developer panel");
        }
        if (has(Trouble.HOOK_HANGS)) {
            new CountDownLatch(1).await();
        }
    }
}
