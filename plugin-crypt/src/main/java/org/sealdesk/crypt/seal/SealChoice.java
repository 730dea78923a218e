package org.sealdesk.crypt.seal;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sealdesk.crypt.store.KekSource;

/**
 * Where the key that seals is to be kept, as an administrator says it.
 *
 * @param file the key file; empty if none is named
 * @param variable name of the variable in the environment
 */
public record SealChoice(Place place, Optional<Path> file, String variable) {

    /** Kinds of places. */
    public enum Place {
        HOST,
        FILE,
        ENVIRONMENT,
        PASSPHRASE
    }

    /**
     * A source that follows the choice.
     *
     * @param host the host's own place
     * @param data the data directory, in which no key file may be
     * @param environment value of a variable by its name; null if it is not set
     */
    public static ChosenKek source(
            Supplier<SealChoice> choice,
            KekSource host,
            Path data,
            UnaryOperator<@Nullable String> environment,
            PassphraseKeys passphrases) {
        return new ChosenKek(() -> choice.get().among(host, data, environment), passphrases);
    }

    private ChosenKek.Choice among(KekSource host, Path data, UnaryOperator<@Nullable String> environment) {
        KekSource inFile = usable(data);
        KekSource fromEnvironment = new EnvironmentKek(variable, environment);
        Optional<KekSource> chosen = switch (place) {
            case HOST -> Optional.of(host);
            case FILE -> Optional.of(inFile);
            case ENVIRONMENT -> Optional.of(fromEnvironment);
            case PASSPHRASE -> Optional.empty();
        };
        List<KekSource> others = new ArrayList<>(List.of(host, inFile, fromEnvironment));
        chosen.ifPresent(others::remove);
        return new ChosenKek.Choice(chosen, others);
    }

    private KekSource usable(Path data) {
        if (file.isEmpty()) {
            return new NoPlace("it is to be kept in a file, and no file is named. Name one outside the data directory");
        }
        Path named = file.get();
        if (!named.isAbsolute()) {
            return new NoPlace("the key file " + named + " needs an absolute path");
        }
        return named.normalize().startsWith(data.toAbsolutePath().normalize())
                ? new NoPlace("the key file " + named + " is in the data directory " + data
                        + " that it seals. Name one outside, and not where backups of it go")
                : new KeyFileKek(named);
    }

    /** A choice that cannot be kept to: no reason to lock a store whose key is elsewhere. */
    private record NoPlace(String why) implements KekSource {
        @Override
        public Optional<byte[]> load() {
            return Optional.empty();
        }

        @Override
        public void create(byte[] key) {
            throw new IllegalStateException(why);
        }

        @Override
        public byte[] stage(SecureRandom random) {
            throw new IllegalStateException(why);
        }
    }
}
