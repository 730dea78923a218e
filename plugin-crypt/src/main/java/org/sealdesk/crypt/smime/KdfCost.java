package org.sealdesk.crypt.smime;

import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PBMAC1Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.sealdesk.crypt.policy.Limits;

/** What a key file would make us compute, looked at before anything is computed. */
final class KdfCost {

    private static final int SCRYPT_OCTETS_PER_UNIT = 128;
    private static final int MAX_SCRYPT_PARALLEL = 16;
    private static final int OCTETS_PER_KIBIBYTE = 1024;

    /** The block of SHA-512: no cipher and no MAC takes more, and each block derived costs all iterations again. */
    private static final int MAX_KEY_OCTETS = 128;

    private final Limits limits;

    KdfCost(Limits limits) {
        this.limits = limits;
    }

    /** Why a password must not even be tried; empty if it may. */
    Optional<String> whyNot(AlgorithmIdentifier algorithm) {
        try {
            ASN1ObjectIdentifier oid = algorithm.getAlgorithm();
            ASN1Encodable parameters = algorithm.getParameters();
            if (oid.equals(PKCSObjectIdentifiers.id_PBES2)) {
                return derivation(PBES2Parameters.getInstance(parameters).getKeyDerivationFunc());
            }
            if (oid.equals(PKCSObjectIdentifiers.id_PBMAC1)) {
                AlgorithmIdentifier kdf = PBMAC1Params.getInstance(parameters).getKeyDerivationFunc();
                return derivation(KeyDerivationFunc.getInstance(kdf));
            }
            // PKCS#12 and PBES1: a salt and a count.
            return iterations(PKCS12PBEParams.getInstance(parameters).getIterations());
        } catch (RuntimeException e) {
            return Optional.of("its key derivation cannot be read");
        }
    }

    private Optional<String> derivation(KeyDerivationFunc function) {
        if (function.getAlgorithm().equals(MiscObjectIdentifiers.id_scrypt)) {
            return scrypt(ScryptParams.getInstance(function.getParameters()));
        }
        PBKDF2Params p = PBKDF2Params.getInstance(function.getParameters());
        Optional<String> tooLong = Optional.ofNullable(p.getKeyLength()).flatMap(KdfCost::keyLength);
        return tooLong.or(() -> iterations(p.getIterationCount()));
    }

    private static Optional<String> keyLength(BigInteger octets) {
        boolean fits = octets.signum() > 0 && octets.compareTo(BigInteger.valueOf(MAX_KEY_OCTETS)) <= 0;
        return fits
                ? Optional.empty()
                : Optional.of("its key derivation wants a key of " + octets + " octets, at most " + MAX_KEY_OCTETS
                        + " are made");
    }

    private Optional<String> scrypt(ScryptParams p) {
        BigInteger kibibytes = p.getCostParameter()
                .multiply(p.getBlockSize())
                .multiply(BigInteger.valueOf(SCRYPT_OCTETS_PER_UNIT))
                .divide(BigInteger.valueOf(OCTETS_PER_KIBIBYTE));
        boolean fits = kibibytes.compareTo(BigInteger.valueOf(limits.argon2ImportKibibytes())) <= 0
                && p.getParallelizationParameter().compareTo(BigInteger.valueOf(MAX_SCRYPT_PARALLEL)) <= 0;
        return fits
                ? Optional.empty()
                : Optional.of("its key derivation (scrypt) wants " + kibibytes + " KiB of memory, at most "
                        + limits.argon2ImportKibibytes() + " are used");
    }

    Optional<String> iterations(BigInteger count) {
        boolean fits = count.signum() >= 0 && count.compareTo(BigInteger.valueOf(limits.pbkdfIterations())) <= 0;
        return fits
                ? Optional.empty()
                : Optional.of("its key derivation wants " + count + " iterations, at most " + limits.pbkdfIterations()
                        + " are done");
    }
}
