package org.sealdesk.crypt.openpgp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.engine.CryptoEngine;
import org.sealdesk.crypt.engine.EngineRefusal;
import org.sealdesk.crypt.engine.KeyReader.Item;
import org.sealdesk.crypt.engine.OpenContext;
import org.sealdesk.crypt.engine.SealContext;
import org.sealdesk.crypt.engine.UnlockedKeys;
import org.sealdesk.crypt.engine.Unwrapped;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.octets.Spill;
import org.sealdesk.crypt.policy.AlgorithmPolicy;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.verdict.SignatureOutcome;

/** An engine with keys in memory and a clock of its own. */
final class Desk {

    final SecureRandom random = new SecureRandom();
    final Limits limits;
    final AlgorithmPolicy policy;
    final MemoryKeys keys = new MemoryKeys();
    final OpenPgpKeyReader reader;
    final OpenPgpEngine engine;
    Instant at;

    Desk(Instant at) {
        this(at, Limits.DEFAULT);
    }

    Desk(Instant at, Limits limits) {
        this.at = at;
        this.limits = limits;
        this.policy = new AlgorithmPolicy(limits);
        this.reader = new OpenPgpKeyReader(policy);
        this.engine = new OpenPgpEngine(
                new UnlockedKeys(Duration.ofMinutes(10), () -> this.at, random), policy, limits, random);
    }

    OpenContext open() {
        Spill spill = new Spill(Path.of("/tmp"), 8 * 1024 * 1024, random);
        return new OpenContext(keys, keys, at, policy, limits, spill);
    }

    SealContext seal() {
        return new SealContext(keys, keys, at, policy, limits);
    }

    List<Item> read(byte[] file, String... passphrases) {
        List<Passphrase> given = Arrays.stream(passphrases)
                .map(p -> Passphrase.of(p.toCharArray()))
                .toList();
        return reader.read(Octets.of(file), given, at, limits);
    }

    /** Takes in the one key that the file holds. */
    Certificate learn(byte[] file, String... passphrases) {
        Item item = read(file, passphrases).get(0);
        if (item instanceof Item.PublicCertificate c) {
            keys.add(c.certificate());
            return c.certificate();
        }
        if (item instanceof Item.Secret s) {
            keys.add(s.certificate().orElseThrow(), s.secret());
            return s.certificate().orElseThrow();
        }
        throw new AssertionError("not a key: " + item);
    }

    Unwrapped unwrap(byte[] message) throws IOException {
        return engine.unwrap(Content.of(message), open());
    }

    List<SignatureOutcome> verify(byte[] signed, byte[] signature) throws IOException {
        return engine.verifyDetached(Content.of(signed), Content.of(signature), open());
    }

    byte[] sign(byte[] content, Certificate signer) throws IOException, EngineRefusal {
        return bytes(engine.signDetached(Content.of(content), signer, seal()).encoded());
    }

    byte[] signOpaque(byte[] content, Certificate signer) throws IOException, EngineRefusal {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        engine.signOpaque(Content.of(content), signer, seal(), out);
        return out.toByteArray();
    }

    byte[] encrypt(byte[] content, List<Certificate> recipients, Optional<Certificate> signer)
            throws IOException, EngineRefusal {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CryptoEngine.Encrypted unused = engine.encrypt(Content.of(content), recipients, signer, seal(), out);
        return out.toByteArray();
    }

    static byte[] bytes(Content content) throws IOException {
        return content.toArray(Integer.MAX_VALUE);
    }
}
