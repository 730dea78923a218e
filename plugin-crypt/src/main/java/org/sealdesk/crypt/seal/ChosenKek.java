package org.sealdesk.crypt.seal;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.store.KekSource;
import org.sealdesk.crypt.store.PassphraseKdf;
import org.sealdesk.crypt.store.SealingKey;

/**
 * The key that seals in the one of several places that is chosen now. Another place may be chosen at any time: its keys
 * still open the store, as replaced ones, until a rotation puts a new key in the chosen place.
 */
public final class ChosenKek implements KekSource {

    private final Supplier<Choice> choice;
    private final PassphraseKeys passphrases;

    /**
     * @param place where a new key is kept; empty if it comes from a passphrase
     * @param others that may have the key that seals now
     */
    public record Choice(Optional<KekSource> place, List<KekSource> others) {
        public Choice {
            others = List.copyOf(others);
        }
    }

    /** @param choice asked for every step */
    public ChosenKek(Supplier<Choice> choice, PassphraseKeys passphrases) {
        this.choice = choice;
        this.passphrases = passphrases;
    }

    @Override
    public Optional<byte[]> load() {
        return choice.get().place().flatMap(KekSource::load);
    }

    @Override
    public void create(byte[] key) {
        choice.get().place().orElseThrow(ChosenKek::noPassphrase).create(key);
    }

    private static IllegalStateException noPassphrase() {
        return new IllegalStateException("it is to come from a passphrase, and none was given. Give a new one twice");
    }

    @Override
    public Optional<byte[]> staged() {
        return choice.get().place().flatMap(KekSource::staged);
    }

    @Override
    public List<byte[]> previous() {
        Choice now = choice.get();
        List<byte[]> keys = new ArrayList<>();
        now.place().ifPresent(place -> keys.addAll(place.previous()));
        for (KekSource other : now.others()) {
            addAll(other, keys);
        }
        return keys;
    }

    private static void addAll(KekSource other, List<byte[]> keys) {
        try {
            other.load().ifPresent(keys::add);
            other.staged().ifPresent(keys::add);
            keys.addAll(other.previous());
        } catch (IllegalStateException e) {
            // A place that is not chosen may be out of reach. If it had the key, the store says that the key is not at
            // hand.
        }
    }

    @Override
    public SealingKey first(SecureRandom random) {
        return wantsPassphrase() ? fromPassphrase(random) : KekSource.super.first(random);
    }

    @Override
    public SealingKey next(SecureRandom random) {
        return wantsPassphrase() ? fromPassphrase(random) : KekSource.super.next(random);
    }

    private SealingKey fromPassphrase(SecureRandom random) {
        return passphrases.next(random).orElseThrow(ChosenKek::noPassphrase);
    }

    @Override
    public byte[] stage(SecureRandom random) {
        return choice.get().place().orElseThrow(ChosenKek::noPassphrase).stage(random);
    }

    @Override
    public void promote() {
        choice.get().place().ifPresent(KekSource::promote);
    }

    @Override
    public void discard() {
        choice.get().place().ifPresent(KekSource::discard);
    }

    @Override
    public boolean wantsPassphrase() {
        return choice.get().place().isEmpty();
    }

    @Override
    public void offer(Passphrase passphrase) {
        passphrases.offer(passphrase);
    }

    @Override
    public void forgetPassphrases() {
        passphrases.forgetPassphrases();
    }

    @Override
    public void wipe() {
        passphrases.close();
    }

    @Override
    public void propose(Passphrase passphrase) {
        passphrases.propose(passphrase);
    }

    @Override
    public Optional<byte[]> derived(PassphraseKdf kdf) {
        return passphrases.derived(kdf);
    }
}
