package org.sealdesk.harness.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.crypto.AsymmetricCipherKeyPairGenerator;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.generators.X25519KeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.crypto.params.X25519KeyGenerationParameters;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyKeyEncryptionMethodGenerator;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPKeyPair;

/** Somebody with an OpenPGP key, in the version 4 encoding that GnuPG writes. */
final class PgpPerson {

    private static final String WARNING = " (DEMO, never use) ";

    private final String name;
    private final String address;
    private final PGPSecretKeyRing secret;

    private PgpPerson(String name, String address, PGPSecretKeyRing secret) {
        this.name = name;
        this.address = address;
        this.secret = secret;
    }

    /** Ed25519 with an X25519 subkey. */
    static PgpPerson modern(String name, String address, Instant created, Duration lifetime) throws PGPException {
        SecureRandom random = new SecureRandom();
        Ed25519KeyPairGenerator sign = new Ed25519KeyPairGenerator();
        sign.init(new Ed25519KeyGenerationParameters(random));
        X25519KeyPairGenerator encrypt = new X25519KeyPairGenerator();
        encrypt.init(new X25519KeyGenerationParameters(random));
        return of(
                name,
                address,
                pair(PublicKeyAlgorithmTags.EDDSA_LEGACY, sign, created),
                pair(PublicKeyAlgorithmTags.ECDH, encrypt, created),
                lifetime);
    }

    /** RSA with 3072 bits, as GnuPG made them by default for years. */
    static PgpPerson classic(String name, String address, Instant created, Duration lifetime) throws PGPException {
        try {
            KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
            rsa.initialize(3072);
            return of(
                    name,
                    address,
                    new JcaPGPKeyPair(
                            PublicKeyPacket.VERSION_4,
                            PublicKeyAlgorithmTags.RSA_GENERAL,
                            rsa.generateKeyPair(),
                            Date.from(created)),
                    new JcaPGPKeyPair(
                            PublicKeyPacket.VERSION_4,
                            PublicKeyAlgorithmTags.RSA_GENERAL,
                            rsa.generateKeyPair(),
                            Date.from(created)),
                    lifetime);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PGPKeyPair pair(int algorithm, AsymmetricCipherKeyPairGenerator generator, Instant created)
            throws PGPException {
        return new BcPGPKeyPair(PublicKeyPacket.VERSION_4, algorithm, generator.generateKeyPair(), Date.from(created));
    }

    private static PgpPerson of(String name, String address, PGPKeyPair primary, PGPKeyPair sub, Duration lifetime)
            throws PGPException {
        PGPKeyRingGenerator ring = new PGPKeyRingGenerator(
                PGPSignature.POSITIVE_CERTIFICATION,
                primary,
                name + WARNING + "<" + address + ">",
                new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1),
                flags(KeyFlags.CERTIFY_OTHER | KeyFlags.SIGN_DATA, lifetime).generate(),
                null,
                new BcPGPContentSignerBuilder(primary.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA256),
                null);
        ring.addSubKey(
                sub,
                flags(KeyFlags.ENCRYPT_COMMS | KeyFlags.ENCRYPT_STORAGE, lifetime)
                        .generate(),
                null);
        return new PgpPerson(name, address, ring.generateSecretKeyRing());
    }

    private static PGPSignatureSubpacketGenerator flags(int flags, Duration lifetime) {
        PGPSignatureSubpacketGenerator packets = new PGPSignatureSubpacketGenerator();
        packets.setKeyFlags(true, flags);
        packets.setPreferredSymmetricAlgorithms(false, new int[] {SymmetricKeyAlgorithmTags.AES_256});
        packets.setPreferredHashAlgorithms(false, new int[] {HashAlgorithmTags.SHA256});
        packets.setFeature(false, (byte) 1);
        if (!lifetime.isZero()) {
            packets.setKeyExpirationTime(true, lifetime.toSeconds());
        }
        return packets;
    }

    String mailbox() {
        return name + " <" + address + ">";
    }

    /** For other people. */
    String certificate() throws IOException {
        List<PGPPublicKey> keys = new java.util.ArrayList<>();
        secret.getPublicKeys().forEachRemaining(keys::add);
        return armoured(new PGPPublicKeyRing(keys).getEncoded());
    }

    /** For the owner. */
    String secretKey() throws IOException {
        return armoured(secret.getEncoded());
    }

    /** A detached signature, armoured. */
    String sign(String octets, Instant at) throws PGPException, IOException {
        PGPSignatureGenerator signature = signer(at);
        signature.update(octets.getBytes(StandardCharsets.UTF_8));
        return armoured(signature.generate().getEncoded());
    }

    /** Signed and encrypted in one OpenPGP message, armoured. */
    String signAndEncrypt(String octets, PgpPerson to, Instant at) throws PGPException, IOException {
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        PGPSignatureGenerator signature = signer(at);
        signature.generateOnePassVersion(false).encode(signed);
        byte[] text = octets.getBytes(StandardCharsets.UTF_8);
        PGPLiteralDataGenerator literal = new PGPLiteralDataGenerator();
        try (OutputStream out = literal.open(signed, PGPLiteralData.BINARY, "", text.length, Date.from(at))) {
            out.write(text);
        }
        signature.update(text);
        signature.generate().encode(signed);
        return armoured(to.encryptedForMe(signed.toByteArray()));
    }

    private PGPSignatureGenerator signer(Instant at) throws PGPException {
        PGPSecretKey key = secret.getSecretKey();
        PGPPrivateKey unlocked = key.extractPrivateKey(
                new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider()).build(new char[0]));
        PGPSignatureGenerator generator = new PGPSignatureGenerator(
                new BcPGPContentSignerBuilder(key.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA256),
                key.getPublicKey());
        generator.init(PGPSignature.BINARY_DOCUMENT, unlocked);
        PGPSignatureSubpacketGenerator packets = new PGPSignatureSubpacketGenerator();
        packets.setSignatureCreationTime(false, Date.from(at));
        packets.setIssuerFingerprint(false, key.getPublicKey());
        generator.setHashedSubpackets(packets.generate());
        return generator;
    }

    private byte[] encryptedForMe(byte[] message) throws PGPException, IOException {
        PGPEncryptedDataGenerator encryption = new PGPEncryptedDataGenerator(
                new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256).setWithIntegrityPacket(true));
        encryption.addMethod(new BcPublicKeyKeyEncryptionMethodGenerator(encryptionKey()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream encrypted = encryption.open(out, message.length)) {
            encrypted.write(message);
        }
        return out.toByteArray();
    }

    private PGPPublicKey encryptionKey() {
        Iterator<PGPPublicKey> keys = secret.getPublicKeys();
        PGPPublicKey last = keys.next();
        while (keys.hasNext()) {
            last = keys.next();
        }
        return last;
    }

    private static String armoured(byte[] octets) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ArmoredOutputStream armour =
                ArmoredOutputStream.builder().clearHeaders().build(out)) {
            armour.write(octets);
        }
        return out.toString(StandardCharsets.US_ASCII).replace("\r\n", "\n").replace("\n", "\r\n");
    }
}
