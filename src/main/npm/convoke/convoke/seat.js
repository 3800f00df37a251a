// Takes a seat in a room: connection, token, offer, answer. The same steps for the first time and for each time after
// the network was gone.
import { Channel } from "./channel.js";
import { ConvokeError } from "./errors.js";
import { Line } from "./line.js";

const OPEN_MS = 6000;

/**
 * @param address as readAddress gives it
 * @param token who has one; a room's link alone does without
 * @param microphone asked for when the role speaks: resolves with a Microphone, or null for one who only listens
 * @param join what join says beside the offer
 * @param configuration of the RTCPeerConnection
 * @param alive false once nobody wants the seat any more
 * @return { channel, line, authenticated, joined }
 */
export async function takeSeat({ address, token, microphone, join, configuration, alive }) {
  if (!token && !address.room) {
    throw new ConvokeError("invalid_request", "Neither a room nor a token was given.");
  }
  let channel;
  let line;
  try {
    channel = await Channel.open(address.socket, OPEN_MS);
    const credentials = token ? { token } : { room: address.room };
    const authenticated = await channel.request({ type: "authenticate", ...credentials });
    const mine = await microphone(authenticated.role);
    wanted(alive);
    line = new Line(mine?.track ?? null, { iceServers: authenticated.iceServers ?? [], ...configuration });
    const joined = await channel.request({ type: "join", ...join(authenticated), offer: await line.offer() });
    await line.accept(joined.answer);
    wanted(alive);
    return { channel, line, authenticated, joined };
  } catch (error) {
    line?.close();
    channel?.close();
    throw error;
  }
}

/** A fresh line for a session whose connection stands: to speak where one only listened. */
export async function renewLine({ channel, track, configuration }) {
  const line = new Line(track, configuration);
  try {
    const { answer } = await channel.request({ type: "offer", offer: await line.offer() });
    await line.accept(answer);
    return line;
  } catch (error) {
    line.close();
    throw error;
  }
}

function wanted(alive) {
  if (!alive()) {
    throw new ConvokeError("ended");
  }
}
