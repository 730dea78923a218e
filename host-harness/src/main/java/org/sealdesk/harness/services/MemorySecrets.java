package org.sealdesk.harness.services;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.sealdesk.api.host.SecretStore;

/** Secrets that end with the process: for the command line. */
public final class MemorySecrets implements SecretStore {

    private final Map<String, byte[]> secrets = new ConcurrentHashMap<>();

    @Override
    public Optional<byte[]> read(String name) {
        return Optional.ofNullable(secrets.get(name)).map(byte[]::clone);
    }

    @Override
    public void write(String name, byte[] secret) {
        secrets.put(name, secret.clone());
    }
}
