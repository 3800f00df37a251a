// What getStats() says, in the few figures that matter. Pure.

/** @param report entries of RTCPeerConnection.getStats(), with values() */
export function summarise(report) {
  const entries = [...report.values()];
  const find = (test) => entries.find(test);
  const audio = (type) => find((entry) => entry.type === type && entry.kind === "audio") ?? {};
  const inbound = audio("inbound-rtp");
  const outbound = audio("outbound-rtp");
  const remote = audio("remote-inbound-rtp");
  const transport = find((entry) => entry.type === "transport");
  const pair =
    find((entry) => entry.id === transport?.selectedCandidatePairId) ??
    find((entry) => entry.type === "candidate-pair" && entry.nominated && entry.state === "succeeded") ??
    {};
  const local = find((entry) => entry.id === pair.localCandidateId) ?? {};
  const codec = find((entry) => entry.id === (inbound.codecId ?? outbound.codecId)) ?? {};
  return {
    packetsSent: outbound.packetsSent ?? 0,
    packetsReceived: inbound.packetsReceived ?? 0,
    packetsLost: Math.max(0, inbound.packetsLost ?? 0),
    bytesSent: outbound.bytesSent ?? 0,
    bytesReceived: inbound.bytesReceived ?? 0,
    lossReceivedPercent: percent(inbound.packetsLost, inbound.packetsReceived),
    lossSentPercent: Math.round((remote.fractionLost ?? 0) * 1000) / 10,
    jitterMs: Math.round((inbound.jitter ?? 0) * 1000),
    roundTripMs: milliseconds(remote.roundTripTime ?? pair.currentRoundTripTime),
    concealedSamples: inbound.concealedSamples ?? 0,
    totalSamplesReceived: inbound.totalSamplesReceived ?? 0,
    totalAudioEnergy: inbound.totalAudioEnergy ?? 0,
    codec: codec.mimeType?.replace(/^audio\//, "") ?? "",
    transport: local.protocol ?? "",
    candidateType: local.candidateType ?? "",
  };
}

function percent(lost = 0, received = 0) {
  const all = Math.max(0, lost) + received;
  return all === 0 ? 0 : Math.round((Math.max(0, lost) / all) * 1000) / 10;
}

function milliseconds(seconds) {
  return seconds === undefined ? null : Math.round(seconds * 1000);
}
