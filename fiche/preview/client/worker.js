// One connection to the server for all tabs of a browser: it allows six to a host, and each tab would take one for good.
'use strict';

const ports = new Set();
let front = null; // the tab one looked at last: it is the one that follows
let last = null;

function connect() {
  const source = new EventSource('/_desk/events');
  source.onmessage = (event) => {
    last = JSON.parse(event.data);
    for (const port of ports) port.postMessage({ told: last, front: port === front });
  };
  source.onerror = () => {
    last = null; // how things stood there is no news for a tab that comes now
    for (const port of ports) port.postMessage({ lost: true });
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 500); // something else answered
  };
}

connect();

self.onconnect = (event) => {
  const [port] = event.ports;
  ports.add(port);
  front ??= port;
  port.onmessage = ({ data }) => {
    if (data === 'front') front = port;
    if (data === 'bye') {
      ports.delete(port);
      if (front === port) front = null;
    }
  };
  // What happened before is no news: it is told how things stand, not what was saved.
  if (last) port.postMessage({ told: { ...last, statics: [], saved: undefined }, front: false });
};
