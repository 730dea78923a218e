package org.sealdesk.crypt.seal;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sealdesk.crypt.store.KekSource;

/**
 * The key that seals in a variable of the process's environment: 32 octets in base64 or hexadecimal. Nobody can change
 * it from within, so a rotation takes two variables: the new key in its place, the one before it under the same name
 * with {@code _PREVIOUS} at its end, until the data keys are sealed with the new one.
 */
public final class EnvironmentKek implements KekSource {

    private static final String PREVIOUS = "_PREVIOUS";
    private static final String HOW = "Set it to 32 random octets in base64, as from: openssl rand -base64 32";

    private final String name;
    private final UnaryOperator<@Nullable String> environment;

    /** @param environment value of a variable by its name; null if it is not set */
    public EnvironmentKek(String name, UnaryOperator<@Nullable String> environment) {
        this.name = name;
        this.environment = environment;
    }

    @Override
    public Optional<byte[]> load() {
        return read(name);
    }

    private Optional<byte[]> read(String variable) {
        String value = environment.apply(variable);
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        Optional<byte[]> key = decode(value.strip());
        if (key.isEmpty()) {
            // The value is a secret, or nearly one.
            throw new IllegalStateException("the variable " + variable + " holds no key. " + HOW);
        }
        return key;
    }

    private static Optional<byte[]> decode(String value) {
        try {
            byte[] key = value.length() == 2 * KeyFile.KEY_OCTETS
                    ? HexFormat.of().parseHex(value)
                    : Base64.getDecoder().decode(value);
            return Optional.of(key).filter(k -> k.length == KeyFile.KEY_OCTETS);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public void create(byte[] key) {
        throw new IllegalStateException("the variable " + name + " is not set. " + HOW);
    }

    @Override
    public List<byte[]> previous() {
        return read(name + PREVIOUS).stream().toList();
    }

    /** The present key: it seals as soon as the data keys are wrapped with it, and nothing need be staged. */
    @Override
    public byte[] stage(SecureRandom random) {
        return load().orElseThrow(() -> new IllegalStateException("the variable " + name + " is not set. " + HOW));
    }
}
